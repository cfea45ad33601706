import type { Problem } from '../../src/contract/http';
import { addressOf, refusalOf } from './call';
import { connectionIs } from './connection';
import { ConnectionLost } from './problem';

/**
 * Fetches a file and hands it to the browser to be kept. Not as a link: what the server refuses is then told on the page.
 * @throws ApiProblem, ConnectionLost as `call` does
 */
export async function download(path: string, fileName: string): Promise<void> {
  const reply = await fetch(addressOf(path)).catch(() => {
    connectionIs('lost');
    throw new ConnectionLost();
  });
  connectionIs('there');
  if (!reply.ok) throw refusalOf(reply.status, (await reply.json().catch(() => null)) as Problem | null, path);
  const url = URL.createObjectURL(await reply.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
