import type { BulkWriter } from './writer.js';

const CODES_PER_QUERY = 500;

/** What was said in place of a product's number: it is none of the shop's. */
export const NOT_OURS = 'not-ours';
export type Said = number | typeof NOT_OURS;

/** A channel's number and what it calls a product. */
interface Asked {
  channelId: number;
  code: string;
}

/** Finds products by what their channels call them, each asked for once. */
export class SkuLookup {
  private readonly said = new Map<string, Said | null>();
  private readonly listed = new Map<string, number | null>();
  private hasSaid = false;

  constructor(private readonly writer: BulkWriter) {}

  async open(): Promise<void> {
    this.hasSaid = (await this.writer.lookUp('SELECT 1 FROM channel_sku LIMIT 1', [])).length > 0;
  }

  /** Nobody has named any product by a channel's word: `saidOf` need not be prepared for. */
  get isSilent(): boolean {
    return !this.hasSaid;
  }

  /** The product that somebody of the shop has named, or that it is not ours; null when nobody has said anything. */
  saidOf({ channelId, code }: Asked): Said | null {
    return this.said.get(`${channelId} ${code}`) ?? null;
  }

  /** The product whose listing has this id: of the variant, else of the item where only one listing has it. */
  listedOf({ channelId, code }: Asked): number | null {
    return this.listed.get(`${channelId} ${code}`) ?? null;
  }

  async prepareSaid(asked: Iterable<Asked>): Promise<void> {
    if (!this.hasSaid) return;
    const open = openOf(this.said, asked);
    await this.find(open, 'SELECT channelSku, productId FROM channel_sku', 'channelSku', '', (key, productId) =>
      this.said.set(key, productId === null ? NOT_OURS : Number(productId)),
    );
  }

  async prepareListed(asked: Iterable<Asked>): Promise<void> {
    const open = openOf(this.listed, asked);
    // A listing without variants is known by its item; what a variant has comes after and holds.
    for (const id of ['externalId', 'externalVariantId']) {
      const select = `SELECT ${id}, MIN(productId), COUNT(*) FROM listing`;
      await this.find(open, select, id, `GROUP BY ${id}`, (key, productId, count) => {
        if (Number(count) === 1) this.listed.set(key, Number(productId));
      });
    }
  }

  private async find(
    open: ReadonlyMap<number, string[]>,
    select: string,
    column: string,
    end: string,
    note: (key: string, ...values: unknown[]) => void,
  ): Promise<void> {
    for (const [channelId, codes] of open) {
      for (let at = 0; at < codes.length; at += CODES_PER_QUERY) {
        const part = codes.slice(at, at + CODES_PER_QUERY);
        const sql = `${select} WHERE channelId = ? AND ${column} IN (${part.map(() => '?').join(',')}) ${end}`;
        for (const [code, ...values] of await this.writer.lookUp(sql, [channelId, ...part])) {
          note(`${channelId} ${code}`, ...values);
        }
      }
    }
  }
}

/** What has not been asked for, by channel; from now on it counts as asked. */
function openOf(found: Map<string, unknown>, asked: Iterable<Asked>): Map<number, string[]> {
  const open = new Map<number, string[]>();
  for (const { channelId, code } of asked) {
    const key = `${channelId} ${code}`;
    if (found.has(key)) continue;
    found.set(key, null);
    const codes = open.get(channelId);
    if (codes === undefined) open.set(channelId, [code]);
    else codes.push(code);
  }
  return open;
}
