import { unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportJob, ImportKind } from '../core/intake/records.js';
import { REJECT_HEADER, rejectLine, type RejectCode } from '../core/intake/reject.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import { takeImportLock } from '../db/bulk/lock.js';
import type { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import { ImportJobTable, ImportRejectTable } from '../db/tables/shop.js';
import { importRows } from './import-rows.js';
import { openSource, type ImportInput } from './import-source.js';

export interface IngestOptions {
  kind: ImportKind;
  /** Who asked: a user's name, `key:<name>`, `cli`. */
  createdBy: string;
  /** As a person knows the file; default: the last part of the path, or `json`. */
  fileName?: string;
  /** Read and check everything, change nothing. */
  isDryRun?: boolean;
  /** Take the good rows of a file that has bad ones. */
  isPartial?: boolean;
  createProducts?: boolean;
  createChannels?: boolean;
  /** How decimals are written, for a file that does not decide it by itself. */
  decimal?: '.' | ',';
}

export type IngestProgress = (progress: { bytesRead: number; bytesTotal: number; rows: number }) => void;

const FILE_WAIT_MS = 600_000;
const ROWS_WAIT_MS = 60_000;
const NO_TOTALS = { rows: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, repeated: 0 };
const RESTARTED = 'The program ended during the import; it was begun anew.';

/**
 * Imports a file or a batch of rows, all or nothing (with `isPartial`: all good rows or nothing), one import at a time in
 * all processes. Answers the import's row: state `done`, or `refused` with the reason in `error` and the rejected rows in
 * `import_reject`. A process that is killed leaves the data as before.
 * @throws Refusal `import-busy` when another import does not end; an unexpected failure is written to the row and thrown on.
 */
export async function ingest(
  db: Database,
  input: ImportInput,
  options: IngestOptions,
  onProgress: IngestProgress = () => {},
  now: () => Instant = Date.now,
): Promise<ImportJob> {
  return underLock(db, 'path' in input ? FILE_WAIT_MS : ROWS_WAIT_MS, async () => {
    const job = await insertJob(db, options, { state: 'running', path: null, startedAt: now() }, input, now());
    return work(db, job, input, options.decimal, onProgress, now);
  });
}

/** Puts an uploaded file in the queue; it is deleted when done with. */
export async function queueImport(
  db: Database,
  path: string,
  options: IngestOptions,
  now: Instant,
): Promise<ImportJob> {
  return insertJob(db, options, { state: 'queued', path, startedAt: null }, { path }, now);
}

/** Carries out a queued import. @throws Refusal `import-not-queued`, and as `ingest` does */
export async function ingestQueued(
  db: Database,
  id: number,
  onProgress: IngestProgress = () => {},
  now: () => Instant = Date.now,
): Promise<ImportJob> {
  return underLock(db, FILE_WAIT_MS, async () => {
    const claimed = await db.manager.update(
      ImportJobTable,
      { id, state: 'queued' },
      { state: 'running', startedAt: now() },
    );
    if (claimed.affected !== 1) {
      throw new Refusal('conflict', 'import-not-queued', `Import ${id} is not waiting to be carried out.`, { id });
    }
    const job = await db.manager.findOneByOrFail(ImportJobTable, { id });
    const path = job.path ?? '';
    try {
      return { ...(await work(db, job, { path }, undefined, onProgress, now)), path: null };
    } finally {
      await unlink(path).catch(() => undefined);
      await db.manager.update(ImportJobTable, { id }, { path: null });
    }
  });
}

/**
 * Finds imports whose process has died: a queued file is tried once more, anything else is marked as failed. Does
 * nothing while an import is at work anywhere. Answers how many were found.
 */
export async function recoverImports(db: Database, now: Instant): Promise<number> {
  const running = await db.manager.countBy(ImportJobTable, { state: 'running' });
  if (running === 0) return 0;
  const release = await takeImportLock(db.url, 0);
  if (release === null) return 0;
  try {
    const dead = await db.manager.findBy(ImportJobTable, { state: 'running' });
    for (const { id, path, notes } of dead) {
      const again = path !== null && !notes.includes(RESTARTED);
      const message = 'The program ended during the import; nothing was changed. Import the file again.';
      await db.manager.update(
        ImportJobTable,
        { id, state: 'running' },
        again
          ? { state: 'queued', startedAt: null, notes: [...notes, RESTARTED] }
          : { state: 'failed', finishedAt: now, path: null, error: { code: 'interrupted', message } },
      );
      if (!again && path !== null) await unlink(path).catch(() => undefined);
    }
    return dead.length;
  } finally {
    await release();
  }
}

/** The rejected rows of an import as CSV, piece by piece, safe to open in a spreadsheet. */
export async function* rejectsCsv(db: Database, importId: number): AsyncGenerator<string> {
  yield `${REJECT_HEADER}\r\n`;
  const PAGE = 1_000;
  for (let from = 0; ; from += PAGE) {
    const page = await db.manager
      .createQueryBuilder(ImportRejectTable, 'r')
      .where('r.importId = :importId AND r.position >= :from AND r.position < :to', { importId, from, to: from + PAGE })
      .orderBy('r.position')
      .getMany();
    if (page.length === 0) return;
    const lines = page.map((row) => rejectLine({ ...row, column: row.columnName, code: row.code as RejectCode }));
    yield `${lines.join('\r\n')}\r\n`;
  }
}

async function underLock<T>(db: Database, waitMs: number, act: () => Promise<T>): Promise<T> {
  const release = await takeImportLock(db.url, waitMs);
  if (release === null) {
    throw new Refusal('unavailable', 'import-busy', 'Another import is still at work. Try again when it has ended.');
  }
  try {
    return await act();
  } finally {
    await release();
  }
}

async function insertJob(
  db: Database,
  options: IngestOptions,
  start: Pick<ImportJob, 'state' | 'path' | 'startedAt'>,
  input: ImportInput,
  now: Instant,
): Promise<ImportJob> {
  const job: Omit<ImportJob, 'id'> = {
    kind: options.kind,
    fileName: (options.fileName ?? ('path' in input ? basename(input.path) : 'json')).slice(0, 255),
    contentHash: null,
    state: start.state,
    isDryRun: options.isDryRun ?? false,
    isPartial: options.isPartial ?? false,
    createProducts: options.createProducts ?? false,
    createChannels: options.createChannels ?? false,
    path: start.path,
    bytesRead: 0,
    bytesTotal: 0,
    totals: NO_TOTALS,
    rejectedBy: {},
    error: null,
    notes: [],
    createdBy: options.createdBy,
    createdAt: now,
    startedAt: start.startedAt,
    finishedAt: null,
  };
  return db.manager.save(ImportJobTable, job as ImportJob);
}

/** From a running row to its end. */
async function work(
  db: Database,
  job: ImportJob,
  input: ImportInput,
  decimal: '.' | ',' | undefined,
  onProgress: IngestProgress,
  now: () => Instant,
): Promise<ImportJob> {
  try {
    const shop = await readShop(db.manager);
    const today = new ZoneClock(shop.timeZone).dayOf(now());
    const source = openSource(job.kind, input, { scale: shop.scale, zone: shop.timeZone, today, decimal });
    await importRows(db, job, source, onProgress, now);
  } catch (error) {
    const isRefused = error instanceof Refusal && error.kind !== 'unavailable';
    const message = error instanceof Error ? error.message : String(error);
    await db.manager.update(
      ImportJobTable,
      { id: job.id },
      {
        state: isRefused ? 'refused' : 'failed',
        error: { code: error instanceof Refusal ? error.code : 'internal', message: message.slice(0, 2_000) },
        finishedAt: now(),
      },
    );
    if (!isRefused) throw error;
  }
  return db.manager.findOneByOrFail(ImportJobTable, { id: job.id });
}
