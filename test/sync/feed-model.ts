import type { Feed } from '../../examples/sync-worker/src/feed.js';
import type { AckItem, CurrentPrice, FeedEntry } from '../../examples/sync-worker/src/feed-types.js';

export const MINUTE = 60_000;

type Told = FeedEntry & { seq: number };

interface Entry {
  body: FeedEntry;
  ack: AckItem | null;
}

/** The feed as docs/feed.md describes it, as small as can be: changes in order, acknowledgements, reports, a kill switch. */
export class FeedModel implements Feed {
  readonly log: Told[] = [];
  readonly entries = new Map<number, Entry>();
  readonly acks: AckItem[] = [];
  readonly reports: CurrentPrice[] = [];
  readonly base = new Map<string, number>();
  isHeld = false;

  constructor(
    private readonly now: () => number,
    private readonly scale = 0,
  ) {}

  /** Approves a price; what runs on the product at its start gives way, as the feed of a real server does it. */
  approve(sku: string, price: number, startsAt: number, endsAt: number, native: Partial<FeedEntry> = {}): number {
    const now = this.now();
    for (const { body } of [...this.entries.values()]) {
      const [from, to] = [Date.parse(body.startsAt), Date.parse(body.endsAt!)];
      if (body.sku !== sku || body.action !== 'set' || from >= endsAt || to <= startsAt) continue;
      if (to <= now) this.tell({ ...body, action: 'ended', reason: 'over', revision: body.revision + 1 });
      else if (from < startsAt && startsAt > now) this.shorten(body, startsAt);
      else this.stop(body, 'ended', 'replaced');
    }
    const id = this.entries.size + 1;
    const time = (at: number): string => new Date(at).toISOString();
    const base = this.base.get(sku)!;
    this.tell({
      id,
      revision: 1,
      action: 'set',
      reason: null,
      kind: 'discount',
      sku,
      externalId: null,
      externalVariantId: null,
      price,
      listPrice: base,
      currency: 'IDR',
      scale: this.scale,
      discountBp: 0,
      voucher: null,
      bundle: null,
      startsAt: time(startsAt),
      endsAt: time(endsAt),
      notBefore: time(startsAt),
      expiresAt: time(endsAt),
      revert: 'restorePrice',
      revertPrice: base,
      expectedCurrentPrice: this.running(sku)?.price ?? base,
      lowestPrice30: null,
      decision: { by: 'user:owner', at: time(now) },
      ...native,
    });
    return id;
  }

  withdraw(id: number, reason: 'undone' | 'accepted' = 'undone'): void {
    const { body } = this.entries.get(id)!;
    if (body.action === 'set') this.stop(body, 'withdraw', reason);
  }

  /** The prices that were told of a product, oldest first. */
  told(sku: string): number[] {
    return this.reports.filter((item) => item.sku === sku).map(({ price }) => price);
  }

  /** The owner has an entry go out again, over what the channel shows. */
  resend(id: number, shown: number): void {
    const { body } = this.entries.get(id)!;
    this.tell({ ...body, revision: body.revision + 1, expectedCurrentPrice: shown });
  }

  /** Notices what the clock has ended, as the running program does twice a minute. */
  endDue(): void {
    for (const { body } of [...this.entries.values()]) {
      if (body.action !== 'set' || body.endsAt === null || Date.parse(body.endsAt) > this.now()) continue;
      const isTakenOver = this.running(body.sku) !== undefined;
      this.tell({ ...body, action: 'ended', reason: isTakenOver ? 'replaced' : 'over', revision: body.revision + 1 });
    }
  }

  /** What should be live on a product now. */
  running(sku: string): FeedEntry | undefined {
    return [...this.entries.values()]
      .map(({ body }) => body)
      .find(
        (body) =>
          body.sku === sku &&
          body.action === 'set' &&
          Date.parse(body.startsAt) <= this.now() &&
          this.now() < Date.parse(body.endsAt ?? body.expiresAt),
      );
  }

  async prices(): ReturnType<Feed['prices']> {
    if (this.isHeld) return { status: 'hold', channel: 'website', reason: null, entries: [], next: null, cursor: null };
    const bodies = [...this.entries.values()].map(({ body }) => body);
    const current = bodies.filter(({ action, endsAt }) => action === 'set' && Date.parse(endsAt!) > this.now());
    const entries = current.map((body) => ({ ...body, state: 'live' as const, outsideEdit: null }));
    return { status: 'ok', channel: 'website', entries, next: null, cursor: String(this.log.length) };
  }

  async changes(after: string): ReturnType<Feed['changes']> {
    const told = { channel: 'website', reportPrices: this.reportPrices() };
    if (this.isHeld) return { status: 'hold', ...told, reason: null, entries: [], next: after, hasMore: false };
    const entries = this.log
      .slice(Number(after), Number(after) + 3)
      .map((body) => ({ ...body, cursor: String(body.seq) }));
    const next = String(Number(after) + entries.length);
    return { status: 'ok', ...told, entries, next, hasMore: Number(next) < this.log.length };
  }

  async acknowledge(items: AckItem[]): ReturnType<Feed['acknowledge']> {
    const results = items.map((item) => {
      const entry = this.entries.get(item.id);
      const ok = entry?.body.revision === item.revision;
      if (ok) entry!.ack = item;
      this.acks.push(item);
      return { id: item.id, revision: item.revision, ok, code: null, message: null, currentRevision: null };
    });
    return { accepted: items.length, refused: 0, items: results, reportPrices: this.reportPrices() };
  }

  async report(items: CurrentPrice[]): ReturnType<Feed['report']> {
    this.reports.push(...items);
    const results = items.map(({ sku = null }) => {
      const ok = sku !== null && this.base.has(sku);
      return { sku, ok, code: ok ? null : 'unknown-product', message: null, drift: null, ours: null };
    });
    const accepted = results.filter(({ ok }) => ok).length;
    return { accepted, refused: items.length - accepted, drifted: 0, items: results };
  }

  private reportPrices() {
    return [...this.entries.values()]
      .filter(({ ack }) => ack?.status === 'unknown')
      .map(({ body: { sku, externalId, externalVariantId, id } }) => ({
        sku,
        externalId,
        externalVariantId,
        entryId: id,
      }));
  }

  private shorten(body: FeedEntry, endsAt: number): void {
    const end = new Date(endsAt).toISOString();
    this.tell({ ...body, revision: body.revision + 1, endsAt: end, expiresAt: end });
  }

  private stop(body: FeedEntry, action: 'withdraw' | 'ended', reason: FeedEntry['reason']): void {
    const endsAt = new Date(Math.max(Date.parse(body.startsAt), this.now())).toISOString();
    this.tell({ ...body, action, reason, revision: body.revision + 1, endsAt });
  }

  private tell(body: FeedEntry): void {
    this.entries.set(body.id, { body, ack: null });
    this.log.push({ ...body, seq: this.log.length + 1 });
  }
}
