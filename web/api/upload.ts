import type { Problem } from '../../src/contract/http';
import { addressOf, refusalOf } from './call';
import { connectionIs } from './connection';
import { ConnectionLost } from './problem';

interface Upload {
  path: string;
  file: Blob;
  fileName: string;
  /** The other fields of the form. */
  fields: Record<string, string>;
  /** Told how much has been sent, 0 to 1. */
  onSent?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends a file as a form. Not by `fetch`, which does not say how far it is.
 * @throws ApiProblem, ConnectionLost as `call` does; AbortError when it was called off
 */
export function upload<T>({ path, file, fileName, fields, onSent, signal }: Upload): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value); // before the file, or it is read first
  form.append('file', file, fileName);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(path));
    request.responseType = 'json';
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => onSent?.(total === 0 ? 1 : loaded / total);
    request.onload = () => {
      connectionIs('there');
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else reject(refusalOf(request.status, request.response as Problem | null, path));
    };
    request.onerror = () => {
      connectionIs('lost');
      reject(new ConnectionLost());
    };
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
