import type { ReadRows } from '../core/intake/intake.js';
import type { Reject } from '../core/intake/reject.js';
import { CHANNEL_CODE } from '../core/intake/rows.js';
import type { RowIds } from '../db/bulk/targets.js';
import type { BulkWriter, FlatRows } from '../db/bulk/writer.js';

/** A row that names a product, a channel or both by code. */
interface Coded {
  line: number;
  sku?: string;
  channel?: string;
}

/** Rows with the numbers of their products and channels; 0 where the kind has none. */
export interface Resolved<Row> {
  rows: Row[];
  ids: RowIds;
}

const SKUS_PER_QUERY = 500;
const MISSING = -1;
/** How many unknown codes are listed by name. */
const LISTED_MAX = 1_000;

const STUB_COLUMNS = ['id', 'sku', 'name', 'tags', 'status', 'isStub', 'createdAt', 'updatedAt'];
const CHANNEL_COLUMNS = ['code', 'name', 'isMarketplace', 'isActive', 'isHeld'];

/** Someone else made products while the import made some: it has to begin anew. */
export class ProductsTaken extends Error {}

/**
 * Turns SKUs and channel codes into the numbers of their rows, asking the database once per code. Unknown ones are made
 * (inside the import's transaction) when the import may, else their rows are rejected and the codes listed.
 */
export class CodeResolver {
  readonly unknownSkus = new Set<string>();
  readonly unknownChannels = new Set<string>();
  madeProducts = 0;
  madeChannels: string[] = [];
  private lastId: number | null = null;
  private readonly making: Promise<number>[] = [];
  private readonly products = new Map<string, number>();
  private readonly channels = new Map<string, number>();

  constructor(
    private readonly writer: BulkWriter,
    private readonly options: { createProducts: boolean; createChannels: boolean; now: number },
    /** Called before the first row is made, so that it is made in the transaction. */
    private readonly beforeMaking: () => Promise<void>,
  ) {}

  /** Must come first: reads the channels, of which there are few. */
  async open(): Promise<void> {
    for (const [id, code] of await this.writer.lookUp('SELECT id, code FROM channel', [])) {
      this.channels.set(String(code), Number(id));
    }
  }

  /** The rows whose codes are known now, with their numbers; the others go to `rejects`. */
  async resolve<Row extends { line: number }>(read: ReadRows<Row>, rejects: Reject[]): Promise<Resolved<Row>> {
    const coded = read.rows as Coded[];
    if (coded[0]?.channel !== undefined) await this.findChannels(coded);
    if (coded[0]?.sku !== undefined) await this.findProducts(coded);
    const rows: Row[] = [];
    const products = new Int32Array(coded.length);
    const channels = new Int32Array(coded.length);
    read.rows.forEach((row, index) => {
      const { sku, channel } = coded[index]!;
      const channelId = channel === undefined ? 0 : this.channels.get(channel);
      const productId = sku === undefined ? 0 : this.products.get(sku)!;
      if (channelId === undefined) {
        const reason = this.channelReason(channel!);
        const original = read.original(index);
        rejects.push({ line: row.line, column: 'channel', value: channel!, code: 'unknown-channel', reason, original });
      } else if (productId === MISSING) {
        const reason = 'No product has this SKU. Import it with a file of products, or let the import create it.';
        const original = read.original(index);
        rejects.push({ line: row.line, column: 'sku', value: sku!, code: 'unknown-sku', reason, original });
      } else {
        channels[rows.length] = channelId;
        products[rows.length] = productId;
        rows.push(row);
      }
    });
    return { rows, ids: { products, channels } };
  }

  private async findProducts(rows: Coded[]): Promise<void> {
    const asked = new Set<string>();
    for (const { sku } of rows) if (!this.products.has(sku!)) asked.add(sku!);
    const skus = [...asked];
    for (let at = 0; at < skus.length; at += SKUS_PER_QUERY) await this.ask(skus.slice(at, at + SKUS_PER_QUERY));
    const missing = skus.filter((sku) => !this.products.has(sku));
    if (missing.length === 0) return;
    if (this.options.createProducts) return this.makeProducts(missing);
    for (const sku of missing) {
      this.products.set(sku, MISSING);
      if (this.unknownSkus.size < LISTED_MAX) this.unknownSkus.add(sku);
    }
  }

  private async ask(skus: string[]): Promise<void> {
    const sql = `SELECT id, sku FROM product WHERE sku IN (${skus.map(() => '?').join(',')})`;
    for (const [id, sku] of await this.writer.lookUp(sql, skus)) this.products.set(String(sku), Number(id));
  }

  private async makeProducts(skus: string[]): Promise<void> {
    await this.beforeMaking();
    if (this.lastId === null) {
      const [row] = await this.writer.rows('SELECT COALESCE(MAX(id), 0) FROM product');
      this.lastId = Number(row![0]);
    }
    const { now } = this.options;
    const rows: FlatRows = [];
    for (const sku of skus) {
      const id = ++this.lastId;
      this.products.set(sku, id);
      rows.push(id, sku, sku, '[]', 'active', 1, now, now);
    }
    this.madeProducts += skus.length;
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
    for (const { channel } of rows) if (!this.channels.has(channel!)) missing.add(channel!);
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

function titleOf(code: string): string {
  return code.replace(/(^|-)([a-z])/g, (_, hyphen: string, letter: string) => (hyphen && ' ') + letter.toUpperCase());
}
