import type { ReadRows } from '../core/intake/intake.js';
import type { Reject } from '../core/intake/reject.js';
import { CHANNEL_CODE, SHARED_SELLER_CENTRE, type SkuOnChannel } from '../core/intake/rows.js';
import { NOT_OURS, SkuLookup, type Said } from '../db/bulk/sku-lookup.js';
import type { RowIds } from '../db/bulk/targets.js';
import { channelSkuOf, type WaitingCandidate } from '../db/bulk/waiting.js';
import type { BulkWriter, FlatRows } from '../db/bulk/writer.js';

/** A row that names a product, a channel or both by code. */
interface Coded {
  line: number;
  sku?: string;
  channel?: string;
  channelSku?: SkuOnChannel;
}

/** Rows with the numbers of their products and channels; 0 where the kind has none. */
export interface Resolved<Row> {
  rows: Row[];
  ids: RowIds;
  /** Rows of a known channel whose product nobody has named yet. */
  waiting: OnChannel[];
  /** Rows of what somebody has said is not ours, and those of them that may wait until it is taken back. */
  ignored: number;
  aside: OnChannel[];
}

interface OnChannel {
  row: WaitingCandidate;
  channelId: number;
}

const SKUS_PER_QUERY = 500;
const MISSING = -1;
/** Most characters of a product's name. */
const NAME_MAX = 500;
/** How many unknown codes are listed by name. */
const LISTED_MAX = 1_000;

const STUB_COLUMNS = ['id', 'sku', 'name', 'tags', 'status', 'isStub', 'createdAt', 'updatedAt'];
const CHANNEL_COLUMNS = ['code', 'name', 'isMarketplace', 'isActive', 'isHeld'];

/** Someone else made products while the import made some: it has to begin anew. */
export class ProductsTaken extends Error {}

/**
 * Turns SKUs and channel codes into the numbers of their rows, asking the database once per code. In a channel's file
 * what somebody of the shop has said of a SKU comes first, then the SKU itself, then the channel's own id. What is said to be not ours
 * is left out. Unknown ones are made (inside the import's transaction) when the import may; else a channel's row waits, and any
 * other is rejected and the code listed.
 */
export class CodeResolver {
  readonly unknownSkus = new Set<string>();
  readonly unknownChannels = new Set<string>();
  readonly notOurs = new Set<string>();
  madeProducts = 0;
  madeChannels: string[] = [];
  private lastId: number | null = null;
  private readonly making: Promise<number>[] = [];
  private readonly products = new Map<string, number>();
  private readonly channels = new Map<string, number>();
  private readonly onChannels: SkuLookup;

  constructor(
    private readonly writer: BulkWriter,
    private readonly options: { createProducts: boolean; createChannels: boolean; now: number },
    /** Called before the first row is made, so that it is made in the transaction. */
    private readonly beforeMaking: () => Promise<void>,
  ) {
    this.onChannels = new SkuLookup(writer);
  }

  /** Must come first: reads the channels, of which there are few. */
  async open(): Promise<void> {
    for (const [id, code] of await this.writer.lookUp('SELECT id, code FROM channel', [])) {
      this.channels.set(String(code), Number(id));
    }
    await this.onChannels.open();
  }

  /** The rows whose codes are known now, with their numbers; the others wait or go to `rejects`. */
  async resolve<Row extends { line: number }>(read: ReadRows<Row>, rejects: Reject[]): Promise<Resolved<Row>> {
    const coded = read.rows as Coded[];
    if (coded.some((row) => channelOf(row) !== undefined)) await this.findChannels(coded);
    if (coded[0]?.sku !== undefined) await this.findProducts(coded);
    const rows: Row[] = [];
    const waiting: OnChannel[] = [];
    const aside: OnChannel[] = [];
    let ignored = 0;
    const products = new Int32Array(coded.length);
    const channels = new Int32Array(coded.length);
    read.rows.forEach((row, index) => {
      const each = coded[index]!;
      const channel = channelOf(each);
      const channelId = channel === undefined ? 0 : this.channels.get(channel);
      const productId = each.sku === undefined ? 0 : this.productOf(each);
      if (channelId === undefined) {
        const reason = this.channelReason(channel!);
        const original = read.original(index);
        rejects.push({ line: row.line, column: 'channel', value: channel!, code: 'unknown-channel', reason, original });
      } else if (productId === NOT_OURS) {
        ignored++;
        this.noteNotOurs(each);
        if (isCandidate(each)) aside.push({ row: each, channelId });
      } else if (productId === null && isCandidate(each)) {
        waiting.push({ row: each, channelId });
      } else if (productId === null) {
        const reason = 'No product has this SKU. Import it with a file of products, or let the import create it.';
        const original = read.original(index);
        if (this.unknownSkus.size < LISTED_MAX) this.unknownSkus.add(each.sku!);
        rejects.push({ line: row.line, column: 'sku', value: each.sku!, code: 'unknown-sku', reason, original });
      } else {
        channels[rows.length] = channelId;
        products[rows.length] = productId;
        rows.push(row);
      }
    });
    return { rows, ids: { products, channels }, waiting, ignored, aside };
  }

  /**
   * Products of a channel's file under the shop's own SKU where somebody has said it: no second product is made of one, and
   * none of what is not ours.
   */
  async underOwnSkus<Row extends Coded>(read: Row[]): Promise<{ rows: Row[]; ignored: number }> {
    if (this.onChannels.isSilent || read[0]?.channelSku === undefined) return { rows: read, ignored: 0 };
    await this.onChannels.prepareSaid(read.flatMap((row) => this.asked(row, row.sku!)));
    const said = new Map(read.map((row) => [row, this.saidOf(row)]));
    const ids = [...new Set(said.values())].filter((id) => typeof id === 'number');
    const skus = new Map<number, string>();
    for (let at = 0; at < ids.length; at += SKUS_PER_QUERY) {
      const part = ids.slice(at, at + SKUS_PER_QUERY);
      const sql = `SELECT id, sku FROM product WHERE id IN (${part.map(() => '?').join(',')})`;
      for (const [id, sku] of await this.writer.lookUp(sql, part)) skus.set(Number(id), String(sku));
    }
    const rows = read.flatMap((row) => {
      const of = said.get(row) ?? null;
      if (of !== NOT_OURS) return [{ ...row, sku: (of === null ? undefined : skus.get(of)) ?? row.sku! }];
      this.noteNotOurs(row);
      return [];
    });
    return { rows, ignored: read.length - rows.length };
  }

  private noteNotOurs({ sku, channelSku }: Coded): void {
    if (this.notOurs.size < LISTED_MAX) this.notOurs.add(sku === '' ? (channelSku?.id ?? '') : sku!);
  }

  private productOf(row: Coded): Said | null {
    // A file of the shop's own speaks of its own SKUs first.
    if (row.channelSku === undefined) return this.knownAs(row.sku!) ?? this.saidOf(row);
    return this.saidOf(row) ?? this.knownAs(row.sku!) ?? this.listedOf(row);
  }

  private knownAs(sku: string): number | null {
    const id = this.products.get(sku) ?? MISSING;
    return id === MISSING ? null : id;
  }

  private saidOf(row: Coded): Said | null {
    if (this.onChannels.isSilent) return null;
    return firstOf(this.asked(row, row.sku!), (said) => this.onChannels.saidOf(said));
  }

  private listedOf(row: Coded): Said | null {
    const ids = this.asked(row, row.channelSku?.id ?? '');
    return firstOf(ids, (id) => this.onChannels.saidOf(id)) ?? firstOf(ids, (id) => this.onChannels.listedOf(id));
  }

  /** What to look for: the row's own channel first, then those that share its seller centre. */
  private asked(row: Coded, code: string): { channelId: number; code: string }[] {
    const channel = channelOf(row);
    if (channel === undefined || code === '') return [];
    const others = SHARED_SELLER_CENTRE.includes(channel) ? SHARED_SELLER_CENTRE.filter((one) => one !== channel) : [];
    return [channel, ...others].flatMap((each) => {
      const channelId = this.channels.get(each);
      return channelId === undefined ? [] : [{ channelId, code }];
    });
  }

  private async findProducts(rows: Coded[]): Promise<void> {
    const { onChannels } = this;
    if (!onChannels.isSilent) await onChannels.prepareSaid(rows.flatMap((row) => this.asked(row, row.sku!)));
    const asked = new Set<string>();
    for (const row of rows) {
      if (row.sku !== '' && !this.products.has(row.sku!)) asked.add(row.sku!);
    }
    const skus = [...asked];
    for (let at = 0; at < skus.length; at += SKUS_PER_QUERY) await this.ask(skus.slice(at, at + SKUS_PER_QUERY));
    const missing = new Set(skus.filter((sku) => !this.products.has(sku)));
    await this.findListed(rows);
    if (missing.size === 0) return;
    // What the channel's own id leads to is no new product.
    const open = rows.filter((row) => missing.has(row.sku!) && this.productOf(row) === null);
    for (const sku of missing) this.products.set(sku, MISSING);
    if (this.options.createProducts) await this.makeProducts(new Map(open.map((row) => [row.sku!, nameOf(row)])));
  }

  private async findListed(rows: Coded[]): Promise<void> {
    const isOpen = (row: Coded) => (this.knownAs(row.sku!) ?? this.saidOf(row)) === null;
    const open = rows.filter((row) => row.channelSku !== undefined && isOpen(row));
    const ids = open.flatMap((row) => this.asked(row, row.channelSku!.id ?? ''));
    if (ids.length === 0) return;
    await this.onChannels.prepareSaid(ids);
    await this.onChannels.prepareListed(ids);
  }

  private async ask(skus: string[]): Promise<void> {
    const sql = `SELECT id, sku FROM product WHERE sku IN (${skus.map(() => '?').join(',')})`;
    for (const [id, sku] of await this.writer.lookUp(sql, skus)) this.products.set(String(sku), Number(id));
  }

  private async makeProducts(names: ReadonlyMap<string, string>): Promise<void> {
    if (names.size === 0) return;
    await this.beforeMaking();
    if (this.lastId === null) {
      const [row] = await this.writer.rows('SELECT COALESCE(MAX(id), 0) FROM product');
      this.lastId = Number(row![0]);
    }
    const { now } = this.options;
    const rows: FlatRows = [];
    for (const [sku, name] of names) {
      const id = ++this.lastId;
      this.products.set(sku, id);
      rows.push(id, sku, name, '[]', 'active', 1, now, now);
    }
    this.madeProducts += names.size;
    // With numbers of our own nothing has to be asked for, and so nothing waits for the rows that are under way.
    const made = this.writer.load('product', STUB_COLUMNS, rows, 'keep');
    made.catch(() => undefined);
    this.making.push(made);
  }

  /** Waits for the products under way. @throws ProductsTaken when someone else has made products meanwhile */
  async settle(): Promise<void> {
    const taken = await Promise.all(this.making);
    this.making.length = 0;
    if (taken.some((count) => count > 0)) throw new ProductsTaken();
  }

  private async findChannels(rows: Coded[]): Promise<void> {
    const missing = new Set<string>();
    for (const row of rows) {
      const channel = channelOf(row);
      if (channel !== undefined && !this.channels.has(channel)) missing.add(channel);
    }
    for (const code of missing) {
      if (!this.options.createChannels || !CHANNEL_CODE.test(code)) {
        if (this.unknownChannels.size < LISTED_MAX) this.unknownChannels.add(code);
        continue;
      }
      await this.beforeMaking();
      await this.writer.load('channel', CHANNEL_COLUMNS, [code, titleOf(code), 0, 1, 0], 'keep');
      const [row] = await this.writer.rows('SELECT id FROM channel WHERE code = ?', [code]);
      this.channels.set(code, Number(row![0]));
      this.madeChannels.push(code);
    }
  }

  private channelReason(code: string): string {
    if (!CHANNEL_CODE.test(code)) return 'A channel code has lower-case letters, digits and hyphens, 64 at most.';
    const known = [...this.channels.keys()].slice(0, 50).join(', ');
    return `No channel has this code. Known are: ${known}.`;
  }
}

const channelOf = (row: Coded): string | undefined => row.channel ?? row.channelSku?.channel;

/** A product is made with the name that the channel has for it, where its file tells it. */
const nameOf = (row: Coded): string => row.channelSku?.name?.slice(0, NAME_MAX) ?? row.sku!;

function firstOf<T, Found>(all: readonly T[], find: (one: T) => Found | null): Found | null {
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}

function isCandidate(row: Coded): row is Coded & WaitingCandidate {
  return row.channelSku !== undefined && channelSkuOf(row as WaitingCandidate) !== null;
}

function titleOf(code: string): string {
  return code.replace(/(^|-)([a-z])/g, (_, hyphen: string, letter: string) => (hyphen && ' ') + letter.toUpperCase());
}
