import { unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { In, MoreThan, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { checkMapping, type ColumnMapping } from '../core/intake/mapping.js';
import type { ImportJob, ImportKind, ImportReading } from '../core/intake/records.js';
import { REJECT_HEADER, rejectLine, type RejectCode } from '../core/intake/reject.js';
import { CHANNEL_CODE } from '../core/intake/rows.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Refusal } from '../core/refusal.js';
import { formatDay, parseDay, type Day, type Instant } from '../core/units.js';
import { takeImportLock } from '../db/bulk/lock.js';
import type { Database } from '../db/database.js';
import { kindsToSettle } from '../db/stores/channel-skus.js';
import { mappingOf, mappingsOf } from '../db/stores/mappings.js';
import { readOrderWords, readShop } from '../db/stores/settings.js';
import { ImportJobTable, ImportRejectTable } from '../db/tables/shop.js';
import { importRows } from './import-rows.js';
import { openSource, type ImportInput } from './import-source.js';
import { importEvent } from './webhooks/events.js';

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
  /** How columns are to be read: a mapping, the number of one that is kept, or `none` to leave those that are kept alone. */
  mapping?: ColumnMapping | number | 'none';
  /** The channel of all rows, whatever the file says of it. */
  channel?: string;
  /** Of the counts of an export that has no dates in it; today when left out. */
  day?: Day;
  /** Keep the mapping for the next file with the same header. */
  remember?: boolean;
  /** Rows that waited for their product. */
  isWaiting?: true;
}

export type IngestProgress = (progress: { bytesRead: number; bytesTotal: number; rows: number }) => void;

const FILE_WAIT_MS = 600_000;
const ROWS_WAIT_MS = 60_000;
const NO_TOTALS = { rows: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, repeated: 0, waiting: 0, ignored: 0 };
/** What an import of rows that waited for their product is called in place of a file. */
export const WAITING_FILE = 'waiting';
const WAITING_AGAIN_AFTER_MS = 30 * 60_000;
const RESTARTED = 'The program ended during the import; it was begun anew.';

/**
 * Imports a file or a batch of rows, all or nothing (with `isPartial`: all good rows or nothing), one import at a time in
 * all processes. Answers the import's row: state `done`, or `refused` with the reason in `error` and the rejected rows in
 * `import_reject`. A process that is killed leaves the data as before.
 * @throws Refusal `import-busy` when another import does not end, `bad-mapping`, `unknown-mapping`; an unexpected failure is written to the row and thrown on.
 */
export async function ingest(
  db: Database,
  input: ImportInput,
  options: IngestOptions,
  onProgress: IngestProgress = () => {},
  now: () => Instant = Date.now,
): Promise<ImportJob> {
  const job = await underLock(db, 'path' in input ? FILE_WAIT_MS : ROWS_WAIT_MS, async () => {
    const start = { state: 'running' as const, path: null, startedAt: now() };
    return work(db, await insertJob(db.manager, options, start, input, now()), input, onProgress, now);
  });
  await queueAfter(db, job, now());
  return job;
}

/** Puts an uploaded file in the queue; it is deleted when done with. @throws Refusal `bad-mapping`, `unknown-mapping` */
export async function queueImport(
  db: Database,
  path: string,
  options: IngestOptions,
  now: Instant,
): Promise<ImportJob> {
  return insertJob(db.manager, options, { state: 'queued', path, startedAt: null }, { path }, now);
}

/**
 * Puts rows that wait for a product into the queue where the product is known by now, one import per kind; answers their
 * numbers. What is in the queue already is not put there again, nor what has just failed.
 */
export async function queueWaiting(manager: EntityManager, createdBy: string, now: Instant): Promise<number[]> {
  const ids: number[] = [];
  for (const kind of await kindsToSettle(manager)) {
    const like = { kind, fileName: WAITING_FILE };
    const isThere = await manager.existsBy(ImportJobTable, { ...like, state: In(['queued', 'running']) });
    const finishedAt = MoreThan(now - WAITING_AGAIN_AFTER_MS);
    if (isThere || (await manager.existsBy(ImportJobTable, { ...like, state: 'failed', finishedAt }))) continue;
    const options = { ...like, createdBy, isPartial: true, isWaiting: true as const };
    const start = { state: 'queued' as const, path: null, startedAt: null };
    ids.push((await insertJob(manager, options, start, { waiting: true }, now)).id);
  }
  return ids;
}

/** Carries out a queued import. @throws Refusal `import-not-queued`, and as `ingest` does */
export async function ingestQueued(
  db: Database,
  id: number,
  onProgress: IngestProgress = () => {},
  now: () => Instant = Date.now,
): Promise<ImportJob> {
  const done = await underLock(db, FILE_WAIT_MS, async () => {
    const claimed = await db.manager.update(
      ImportJobTable,
      { id, state: 'queued' },
      { state: 'running', startedAt: now() },
    );
    if (claimed.affected !== 1) {
      throw new Refusal('conflict', 'import-not-queued', `Import ${id} is not waiting to be carried out.`, { id });
    }
    const job = await db.manager.findOneByOrFail(ImportJobTable, { id });
    if (job.reading?.waiting === true) return work(db, job, { waiting: true }, onProgress, now);
    const path = job.path ?? '';
    try {
      return { ...(await work(db, job, { path }, onProgress, now)), path: null };
    } finally {
      await unlink(path).catch(() => undefined);
      await db.manager.update(ImportJobTable, { id }, { path: null });
    }
  });
  await queueAfter(db, done, now());
  return done;
}

/** Carries out, in this process, what is queued of rows that had waited; leaves what another process has begun. */
export async function ingestWaiting(db: Database, now: () => Instant = Date.now): Promise<ImportJob[]> {
  const done: ImportJob[] = [];
  for (;;) {
    const where = { fileName: WAITING_FILE, state: 'queued' as const };
    const next = await db.manager.findOne(ImportJobTable, { where, order: { id: 'ASC' } });
    if (next === null) return done;
    try {
      done.push(await ingestQueued(db, next.id, undefined, now));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'import-not-queued') throw error;
    }
  }
}

/** An import may have brought the product that rows wait for, or rows whose product was named while it was at work. */
async function queueAfter(db: Database, { state, isDryRun, totals, reading, createdBy }: ImportJob, now: Instant) {
  const { inserted, updated, waiting, ignored } = totals;
  const isNews = inserted + updated > 0 || (reading?.waiting !== true && waiting + ignored > 0);
  if (state === 'done' && !isDryRun && isNews) await queueWaiting(db.manager, createdBy, now);
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
    for (const { id, path, notes, reading } of dead) {
      const again = (path !== null || reading?.waiting === true) && !notes.includes(RESTARTED);
      const message = 'The program ended during the import; nothing was changed. Import the file again.';
      if (again) {
        const restarted = [...notes, RESTARTED];
        const waiting = { state: 'queued' as const, startedAt: null, notes: restarted };
        await db.manager.update(ImportJobTable, { id, state: 'running' }, waiting);
      } else {
        await endImport(db, id, 'running', { state: 'failed', error: { code: 'interrupted', message } }, now);
      }
      if (!again && path !== null) await unlink(path).catch(() => undefined);
    }
    return dead.length;
  } finally {
    await release();
  }
}

/**
 * Ends an import that did not come to its own end, and tells who wants to know. False when it was in another state by then.
 */
export async function endImport(
  db: Database,
  id: number,
  from: 'queued' | 'running',
  end: { state: 'refused' | 'failed'; error: NonNullable<ImportJob['error']> },
  now: Instant,
): Promise<boolean> {
  return db.transaction(async (manager) => {
    // TypeORM's deep-partial type cannot express a free-form json column
    const ended = { ...end, finishedAt: now, path: null } as QueryDeepPartialEntity<ImportJob>;
    const { affected } = await manager.update(ImportJobTable, { id, state: from }, ended);
    if (affected !== 1) return false;
    const { kind, isDryRun } = await manager.findOneByOrFail(ImportJobTable, { id });
    if (!isDryRun) await manager.query(...importEvent({ importId: id, kind, state: end.state }, now));
    return true;
  });
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
  manager: EntityManager,
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
    reading: await readingOf(manager, options),
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
  return manager.save(ImportJobTable, job as ImportJob);
}

/** @throws Refusal `bad-mapping`, `unknown-mapping` */
async function readingOf(
  manager: EntityManager,
  { kind, decimal, mapping, remember, channel, day, isWaiting }: IngestOptions,
): Promise<ImportReading | null> {
  const reading: ImportReading = {};
  if (isWaiting !== undefined) reading.waiting = isWaiting;
  if (decimal !== undefined) reading.decimal = decimal;
  if (channel !== undefined) reading.channel = checkedChannel(channel);
  if (day !== undefined) reading.day = formatDay(day);
  if (mapping === 'none') reading.asWritten = true;
  else if (mapping !== undefined) {
    reading.mapping = typeof mapping === 'number' ? (await mappingOf(manager, mapping, kind)).mapping : mapping;
    checkMapping(kind, reading.mapping);
    if (remember === true) reading.remember = true;
  } else if (remember === true) {
    throw new Refusal('invalid', 'bad-mapping', 'There is no mapping to remember: send one with it.', { kind });
  }
  return Object.keys(reading).length === 0 ? null : reading;
}

/** @throws Refusal `bad-channel` */
function checkedChannel(code: string): string {
  if (CHANNEL_CODE.test(code)) return code;
  const message = `"${code.slice(0, 40)}" is no code of a channel: it has lower-case letters, digits and hyphens, 64 at most.`;
  throw new Refusal('invalid', 'bad-channel', message, { channel: code.slice(0, 40) });
}

/** From a running row to its end. */
async function work(
  db: Database,
  job: ImportJob,
  input: ImportInput,
  onProgress: IngestProgress,
  now: () => Instant,
): Promise<ImportJob> {
  try {
    const shop = await readShop(db.manager);
    const today = new ZoneClock(shop.timeZone).dayOf(now());
    const { decimal, mapping, asWritten, channel, day } = job.reading ?? {};
    const countedOn = day === undefined ? undefined : parseDay(day)!;
    const kept = mapping !== undefined || asWritten ? new Map() : await mappingsOf(db.manager, job.kind);
    const help = mapping === undefined ? { remembered: (fingerprint: string) => kept.get(fingerprint) } : { mapping };
    const orderWords = job.kind === 'orders' ? await readOrderWords(db.manager) : {};
    const context = {
      orderWords,
      scale: shop.scale,
      currency: shop.currency,
      zone: shop.timeZone,
      today,
      decimal,
      help,
      channel,
      countedOn,
      asWritten,
    };
    const source = openSource(db, job.kind, input, context);
    await importRows(db, job, source, onProgress, now);
  } catch (error) {
    const isRefused = error instanceof Refusal && error.kind !== 'unavailable';
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 2_000);
    const told =
      error instanceof Refusal ? { code: error.code, message, values: error.values } : { code: 'internal', message };
    await endImport(db, job.id, 'running', { state: isRefused ? 'refused' : 'failed', error: told }, now());
    if (!isRefused) throw error;
  }
  return db.manager.findOneByOrFail(ImportJobTable, { id: job.id });
}
