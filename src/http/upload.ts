import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../core/refusal.js';
import type { Database } from '../db/database.js';
import { ImportJobTable } from '../db/tables/shop.js';

export interface Upload {
  /** Where it lies, under a name of our own. */
  path: string;
  /** As its sender calls it: to be shown, never to be opened. */
  fileName: string;
  /** The other fields of the form, each given once. */
  fields: Record<string, string>;
}

/** Boundaries and fields of a form beside its file. */
const FORM_BYTES_MAX = 65_536;
const ORPHAN_AFTER_MS = 24 * 3_600_000;

/**
 * Streams the one file of a multipart form to disk, in constant memory. Whatever goes wrong, also a sender who hangs up,
 * leaves no file behind.
 * @throws Refusal `no-file`, `two-files`, `empty-file`, `file-too-large`, `bad-request`, `disk-full`; 415 for another type
 */
export async function receiveUpload(request: FastifyRequest, folder: string, bytesMax: number): Promise<Upload> {
  if (!request.isMultipart()) throw new UnsupportedMediaTypeException();
  if (Number(request.headers['content-length'] ?? 0) > bytesMax + FORM_BYTES_MAX) throw tooLarge(bytesMax);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const upload: Upload = { path: join(resolve(folder), randomUUID()), fileName: '', fields: {} };
  let hasFile = false;
  try {
    for await (const part of request.parts({ limits: { fileSize: bytesMax } })) {
      if (part.type === 'file') {
        hasFile = true;
        upload.fileName = shownName(part.filename);
        await store(part, upload.path, bytesMax);
      } else if (part.valueTruncated || Object.hasOwn(upload.fields, part.fieldname)) {
        throw new Refusal('invalid', 'bad-request', `The field ${part.fieldname.slice(0, 40)} is too long or doubled.`);
      } else {
        upload.fields[part.fieldname] = String(part.value);
      }
    }
    if (!hasFile) throw new Refusal('invalid', 'no-file', 'The form has no file: send one as the field `file`.');
    return upload;
  } catch (error) {
    await discard(upload);
    // What still comes in is let go by, or the sender would wait for us to take it.
    request.raw.unpipe();
    request.raw.resume();
    throw told(error);
  }
}

export async function discard({ path }: Pick<Upload, 'path'>): Promise<void> {
  await unlink(path).catch(() => undefined);
}

/** Removes files of uploads that a killed process left, which no import knows. */
export async function sweepUploads(db: Database, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(resolve(folder), name);
    const age = await stat(path).then(
      (file) => Date.now() - file.mtimeMs, // the disk's own clock, not the shop's
      () => 0,
    );
    if (age > ORPHAN_AFTER_MS && !(await db.manager.existsBy(ImportJobTable, { path }))) await discard({ path });
  }
}

/** On disk for good before it is promised to be imported: a file cut short by a power failure may look whole. */
async function store({ file }: MultipartFile, path: string, bytesMax: number): Promise<void> {
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  const limit = new AbortController();
  file.once('limit', () => limit.abort()); // else the reader would skip on to the end of the file, if there is one
  if (file.truncated) limit.abort(); // all of it came before anyone listened
  try {
    await pipeline(file, target, { signal: limit.signal });
  } catch (error) {
    if (!target.closed) await once(target, 'close'); // a file that is still being opened cannot be removed yet
    throw file.truncated ? tooLarge(bytesMax) : error;
  }
  if (target.bytesWritten === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.');
}

/** The last part of the name, without what could play tricks on a screen or in a log. */
function shownName(given: string | undefined): string {
  const name = (given ?? '')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .trim();
  return [...name].slice(0, 120).join('') || 'upload';
}

function tooLarge(bytesMax: number): Refusal {
  const message = `The file has more than ${bytesMax} bytes. Split it, or pack it with gzip.`;
  return new Refusal('tooLarge', 'file-too-large', message, { bytesMax });
}

/** The form reader's own errors in our words. */
function told(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  switch (code) {
    case 'FST_FILES_LIMIT':
      return new Refusal('invalid', 'two-files', 'The form has more than one file: send each by itself.');
    case 'ENOSPC':
      return new Refusal('unavailable', 'disk-full', 'The server has no room left for the file: tell the operator.');
  }
  const isForm = code.startsWith('FST_') || /multipart|boundary|part|header/i.test(message);
  return isForm ? new Refusal('invalid', 'bad-request', `The form cannot be read: ${message}.`) : error;
}
