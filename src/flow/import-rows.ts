import { lastingMapping } from '../core/intake/mapping.js';
import type { ImportJob, ImportKind, ImportTotals } from '../core/intake/records.js';
import type { Reject } from '../core/intake/reject.js';
import type { OrderRow, RowOf } from '../core/intake/rows.js';
import type { Instant } from '../core/units.js';
import { DailySums, deriveAffected, makeDerived, noteAffected } from '../db/bulk/derive.js';
import { LaterStates } from '../db/bulk/later-states.js';
import { keepKnownCosts } from '../db/bulk/known-costs.js';
import { keepBasePrices } from '../db/bulk/own-offers.js';
import { carryOut, makeStage, planMerge, recordCosts, recordPrices, STAGE } from '../db/bulk/merge.js';
import { targetOf, type RowIds } from '../db/bulk/targets.js';
import { WaitingRows } from '../db/bulk/waiting.js';
import { openWriter, type BulkWriter, type FlatRows } from '../db/bulk/writer.js';
import type { Database } from '../db/database.js';
import { declarationOf } from '../core/intake/columns.js';
import type { ImportSource } from './import-source.js';
import type { IngestProgress } from './ingest.js';
import { CodeResolver, ProductsTaken, type Resolved } from './resolve-codes.js';
import { importEvent } from './webhooks/events.js';

/** Rows of one load statement: large enough to be fast, small enough for constant memory. */
const LOAD_ROWS = 20_000;
const LOADS_AHEAD = 3;
/** Rejected rows that are kept with their reasons; beyond it they are only counted. */
const REJECTS_KEPT_MAX = 100_000;
const PROGRESS_EVERY_MS = 1_000;
/**
 * SQLite has one writer: a file up to this size is loaded inside the transaction (a second or two); a larger one is staged
 * beside the database first, so that others wait only for the merge, and its progress can be shown.
 */
const SQLITE_DIRECT_BYTES_MAX = 64 * 1024 ** 2;
const TRIES_MAX = 3;
const NO_IDS = { products: new Int32Array(0), channels: new Int32Array(0) };
/** Of what a channel's file tells, so that its rows may wait for a product. */
const MAY_WAIT: readonly ImportKind[] = ['orders', 'listings', 'inventory'];

/** The rows that were not taken, in bounded memory. */
class Rejects {
  readonly list: Reject[] = [];
  readonly by: Record<string, number> = {};
  count = 0;

  add(rejects: readonly Reject[]): void {
    for (const reject of rejects) {
      this.count++;
      this.by[reject.code] = (this.by[reject.code] ?? 0) + 1;
      if (this.list.length < REJECTS_KEPT_MAX) this.list.push(reject);
    }
  }
}

interface Result {
  totals: ImportTotals;
  rejects: Rejects;
  notes: string[];
  error: ImportJob['error'];
}

/**
 * Reads the source and writes its rows, its rejects and the import's own row in one transaction.
 *
 * The direct way loads new rows straight into their table. It is tried first where rows are mostly new, and given up at
 * the first row whose key is taken: then all is undone and the rows go by way of a staging table, which tells inserted,
 * updated and unchanged apart in sets.
 */
export async function importRows<K extends ImportKind>(
  db: Database,
  job: ImportJob & { kind: ImportKind },
  source: ImportSource<K>,
  onProgress: IngestProgress,
  now: () => Instant,
): Promise<void> {
  // Rows that waited must not meet what stands there by now unseen.
  let isDirect = targetOf(job.kind).isDirect && (job.kind === 'orders' || job.reading?.waiting !== true);
  for (let tries = 1; ; tries++) {
    const writer = await openWriter(db.url);
    try {
      if (await new Attempt(db, writer, job, source, onProgress, now).run(isDirect)) return;
      isDirect = false;
    } catch (error) {
      if (!isPassing(error) || tries >= TRIES_MAX) throw error;
    } finally {
      await writer.close();
    }
  }
}

/** Others were in the way; the next attempt may find it free. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return error instanceof ProductsTaken || ['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CHECKREAD'].includes(code);
}

class Attempt<K extends ImportKind> {
  private readonly rejects = new Rejects();
  private readonly codes: CodeResolver;
  private readonly target;
  /** Null for kinds whose rows never wait. */
  private readonly waiting: WaitingRows | null;
  /** Of orders: what exports that are older than what is known would take back. */
  private readonly later: LaterStates;
  private readonly startedAt: Instant;
  private waitingCount = 0;
  private ignoredCount = 0;
  private toldAt = 0;

  constructor(
    private readonly db: Database,
    private readonly writer: BulkWriter,
    private readonly job: ImportJob,
    private readonly source: ImportSource<K>,
    private readonly onProgress: IngestProgress,
    private readonly now: () => Instant,
  ) {
    this.target = targetOf(job.kind as K);
    this.startedAt = now();
    const stamp = { importId: job.id, now: this.startedAt };
    this.waiting = MAY_WAIT.includes(job.kind) ? new WaitingRows(writer, job.kind, stamp) : null;
    this.later = new LaterStates(writer);
    this.codes = new CodeResolver(
      writer,
      { createProducts: job.createProducts, createChannels: job.createChannels, now: this.startedAt },
      () => this.begin(),
    );
  }

  /** False when the direct way met a key that is taken: nothing has changed then. */
  async run(isDirect: boolean): Promise<boolean> {
    const isOrders = this.job.kind === 'orders';
    if (!isDirect) await makeStage(this.writer, this.target);
    if (isOrders) await makeDerived(this.writer);
    if (isOrders) await this.later.open();
    await this.waiting?.open();
    await this.codes.open();
    const sums = isOrders && isDirect ? new DailySums(this.writer) : null;
    const loaded = await this.load(isDirect, sums);
    if (loaded === null) return false;
    if (this.rejects.count > 0 && !this.job.isPartial) {
      await this.writer.rollback();
      await this.finish({ totals: this.totals({}), ...this.outcome([]), error: this.refusal() });
      return true;
    }
    await this.begin();
    if (isDirect) {
      await sums?.flush();
      await this.waiting?.write();
      await this.finish({ totals: this.totals({ inserted: loaded }), ...this.outcome([]), error: null });
      return true;
    }
    const { counts, notes } = await this.merge(loaded);
    await this.waiting?.write();
    await this.finish({ totals: this.totals(counts), ...this.outcome(notes), error: null });
    return true;
  }

  /** Reads, resolves and loads all rows; answers how many were loaded, or null when the direct way is closed. */
  private async load(isDirect: boolean, sums: DailySums | null): Promise<number | null> {
    const { writer, target, source, job } = this;
    const table = isDirect ? target.table : STAGE;
    const stamp = { importId: job.id, now: this.startedAt };
    let sink = writer.sink(target.columns.length);
    let loaded = 0;
    let isFirst = true;
    // Some loads are under way while the next rows are read: the server and this process work side by side, and neither
    // waits at once when the other is held up.
    const underWay: Promise<number>[] = [];
    const isClosed = async (left: number): Promise<boolean> => {
      let taken = 0;
      while (underWay.length > left) taken += await underWay.shift()!;
      return taken > 0 && isDirect;
    };
    const send = async (): Promise<boolean> => {
      if (await isClosed(LOADS_AHEAD - 1)) return false;
      const load = writer.load(table, target.columns, sink, isDirect ? 'keep' : 'replace');
      load.catch(() => undefined); // told when it is awaited
      underWay.push(load);
      sink = writer.sink(target.columns.length);
      return true;
    };
    for await (const read of source.batches()) {
      if (isFirst && isDirect) {
        const isLarge = source.reading.bytesTotal > SQLITE_DIRECT_BYTES_MAX;
        if (writer.isSqlite && isLarge) return null;
        await this.begin();
      }
      this.rejects.add(read.rejects);
      const late: Reject[] = [];
      const resolved =
        job.kind === 'products'
          ? { ...(await this.codes.underOwnSkus(read.rows)), ids: NO_IDS, waiting: [], aside: [] }
          : await this.codes.resolve(read, late);
      this.rejects.add(late);
      this.waitingCount += resolved.waiting.length;
      this.ignoredCount += resolved.ignored;
      await this.waiting?.keep([...resolved.waiting, ...resolved.aside]);
      await this.waiting?.settle(resolved.rows);
      const { rows, ids } = job.kind === 'orders' ? await this.withoutEarlier(resolved) : resolved;
      const isHopeless = this.rejects.count > 0 && !job.isPartial;
      if (isHopeless && this.rejects.count >= REJECTS_KEPT_MAX) break;
      if (!isHopeless && rows.length > 0) {
        target.put(rows, ids, stamp, sink);
        loaded += rows.length;
        await sums?.add(rows as unknown as OrderRow[], ids);
        // The first rows go at once: if the file was imported before, they tell.
        if (isFirst || sink.rowCount >= LOAD_ROWS) {
          if (!(await send())) return null;
          if (isFirst && (await isClosed(0))) return null;
          isFirst = false;
        }
      }
      await this.tell();
    }
    if (sink.rowCount > 0 && !(await send())) return null;
    await this.codes.settle();
    return (await isClosed(0)) ? null : loaded;
  }

  private async withoutEarlier({ rows, ids }: Resolved<RowOf[K]>): Promise<{ rows: RowOf[K][]; ids: RowIds }> {
    // The kind is that of orders.
    const kept = await this.later.without(rows as unknown as OrderRow[], ids);
    return { rows: kept.rows as unknown as RowOf[K][], ids: kept.ids };
  }

  private async merge(loaded: number) {
    const { writer, target, job } = this;
    const { repeat } = declarationOf(job.kind);
    const present = repeat === 'updates' ? this.source.reading.present : 'all';
    // A count or listing that stands there by now is newer than what waited; of an order line no newer one waits.
    const isOverdue = job.reading?.waiting === true && job.kind !== 'orders';
    const overdue = isOverdue ? await writer.run(writer.deleteMatching(STAGE, target.table, target.key)) : 0;
    const hasPrices = job.kind === 'listings' && (present === 'all' || present.includes('price'));
    const own = hasPrices ? await keepBasePrices(writer) : 0;
    if (job.kind === 'products' && this.source.reading.export !== undefined) await keepKnownCosts(writer);
    const plan = await planMerge(writer, target, present, loaded - overdue);
    if (job.kind === 'orders') await noteAffected(writer, plan);
    await carryOut(writer, target, plan, present);
    if (job.kind === 'orders') await deriveAffected(writer, plan);
    if (job.kind === 'products' || job.kind === 'listings') {
      await recordPrices(writer, job.kind, plan, job.id, this.startedAt);
      if (job.kind === 'products') await recordCosts(writer, plan, this.startedAt);
    }
    const notes: string[] = [];
    if (plan.kept > 0) notes.push(`${plan.kept} rows were left out: their day's sales are derived from order lines.`);
    if (own > 0) notes.push(`${own} prices are offers that a price file put up: the base prices stay as they were.`);
    const { inserted, updated, unchanged, repeated } = plan;
    return {
      counts: { inserted, updated, unchanged: unchanged + overdue, repeated },
      notes,
    };
  }

  private async begin(): Promise<void> {
    if (!this.writer.isInTransaction) await this.writer.begin();
  }

  private totals(counts: Partial<ImportTotals>): ImportTotals {
    const { rows } = this.source.reading;
    const told = { inserted: 0, updated: 0, unchanged: 0, repeated: 0, ...counts };
    const left = { rejected: this.rejects.count, waiting: this.waitingCount, ignored: this.ignoredCount };
    return { rows, ...told, unchanged: told.unchanged + this.later.kept, ...left };
  }

  private outcome(more: string[]): { rejects: Rejects; notes: string[] } {
    const notes = [...this.job.notes, ...this.source.reading.notes, ...this.writer.notes, ...more];
    const { unknownSkus, unknownChannels, notOurs, madeProducts, madeChannels } = this.codes;
    if (unknownSkus.size > 0) notes.push(`Unknown SKUs: ${named(unknownSkus, 200)}.`);
    if (unknownChannels.size > 0) notes.push(`Unknown channels: ${named(unknownChannels, 50)}.`);
    if (notOurs.size > 0) notes.push(`Said to be not ours, and left out: ${named(notOurs, 50)}.`);
    if (madeProducts > 0) notes.push(`${madeProducts} products were made that were known by SKU only.`);
    if (madeChannels.length > 0) notes.push(`Channels were made: ${madeChannels.join(', ')}.`);
    if (this.later.kept > 0) {
      notes.push(`${this.later.kept} order lines were left as they stood: the file tells an earlier state of them.`);
    }
    const { count, list } = this.rejects;
    if (count > list.length) notes.push(`Only the first ${list.length} of ${count} rejected rows are listed.`);
    return { rejects: this.rejects, notes };
  }

  private refusal(): ImportJob['error'] {
    const { count, list } = this.rejects;
    const first = list[0]!;
    const { rows } = this.source.reading;
    const column = this.source.reading.titles.get(first.column ?? '') ?? first.column;
    const where = column === null ? `line ${first.line}` : `line ${first.line}, column ${column}`;
    const message =
      `${count} of ${rows} rows cannot be taken, so nothing was imported. The first: ${where}: ${first.reason} ` +
      `Mend the file and import it again, or import the good rows alone (partial).`;
    return { code: 'rows-rejected', message, values: { rejected: count, rows, line: first.line, column } };
  }

  /** Keeps the mapping with which the file was read, when that was wanted: with the import, in place of an earlier one. */
  private async remember(): Promise<void> {
    const { writer, job } = this;
    const { fingerprint } = this.source.reading;
    const { mapping, remember } = job.reading ?? {};
    if (remember !== true || mapping === undefined || fingerprint === null) return;
    const key = ['fingerprint', 'kind'];
    const others = ['mapping', 'name', 'createdBy', 'updatedAt'];
    const overwrite = others.map((column): [string, string] => [column, writer.incoming(column)]);
    await writer.run(
      `INSERT INTO column_mapping (${[...key, ...others].join(', ')}) VALUES (?, ?, ?, ?, ?, ?) ` +
        writer.onTaken('column_mapping', key, overwrite),
      [
        ...[fingerprint, job.kind, JSON.stringify(lastingMapping(job.kind, mapping)), job.fileName],
        ...[job.createdBy, this.now()],
      ],
    );
  }

  /** Ends the transaction with the import's own row in it; what must not stay is undone before. */
  private async finish({ totals, rejects, notes, error }: Result): Promise<void> {
    const { writer, job } = this;
    if (job.isDryRun) await writer.rollback();
    await this.begin();
    const { titles } = this.source.reading;
    const list = rejects.list.sort((a, b) => a.line - b.line);
    const columns = ['importId', 'position', 'line', 'columnName', 'header', 'value', 'code', 'reason', 'original'];
    for (let from = 0; from < list.length; from += 5_000) {
      const flat: FlatRows = [];
      list.slice(from, from + 5_000).forEach((reject, at) => {
        flat.push(
          job.id,
          from + at,
          reject.line,
          reject.column,
          titles.get(reject.column ?? '')?.slice(0, 200) ?? null,
          reject.value,
          reject.code,
          reject.reason.slice(0, 1_000),
        );
        flat.push(reject.original);
      });
      await writer.load('import_reject', columns, flat, 'replace');
    }
    const { bytesTotal, contentHash, export: known } = this.source.reading;
    const reading = known === undefined ? job.reading : { ...job.reading, export: known };
    await writer.run(
      `UPDATE import_job SET state = ?, totals = ?, rejectedBy = ?, notes = ?, error = ?, reading = ?, contentHash = ?, ` +
        `bytesRead = ?, bytesTotal = ?, finishedAt = ? WHERE id = ?`,
      [
        error === null ? 'done' : 'refused',
        JSON.stringify(totals),
        JSON.stringify(rejects.by),
        JSON.stringify(notes),
        error === null ? null : JSON.stringify(error),
        reading === null ? null : JSON.stringify(reading),
        contentHash,
        bytesTotal,
        bytesTotal,
        this.now(),
        job.id,
      ],
    );
    if (!job.isDryRun) {
      if (error === null) await this.remember();
      const state = error === null ? 'done' : 'refused';
      await writer.run(...importEvent({ importId: job.id, kind: job.kind, state }, this.now()));
    }
    await writer.commit();
  }

  /** Tells how far it is, now and then; into the database only while that does not wait for ourselves. */
  private async tell(): Promise<void> {
    const { bytesRead, bytesTotal, rows } = this.source.reading;
    const at = performance.now();
    if (at - this.toldAt < PROGRESS_EVERY_MS) return;
    this.toldAt = at;
    this.onProgress({ bytesRead, bytesTotal, rows });
    if (this.writer.isSqlite && this.writer.isInTransaction) return;
    await this.db.query('UPDATE import_job SET bytesRead = ?, bytesTotal = ? WHERE id = ?', [
      bytesRead,
      bytesTotal,
      this.job.id,
    ]);
  }
}

function named(codes: ReadonlySet<string>, max: number): string {
  const list = [...codes].slice(0, max);
  const more = codes.size - list.length;
  return list.join(', ') + (more > 0 ? ` and at least ${more} more` : '');
}
