import type { FieldReader } from '../cells.js';
import type { Moment } from '../days.js';
import type { OrderPhase, OrderRow } from '../rows.js';
import type { FileFacts, Reading, RowTaker, Taken } from './format.js';
import { STATUS_OF } from './order-status.js';
import { SeenOrders } from './seen-orders.js';

/** One row of an export of orders, as its format reads it. */
export interface OrderPart {
  line: number;
  orderId: string;
  /** Null: the order's other rows say it (exports that fill cells of the order on its first row only). */
  moment: Moment | null;
  phase: OrderPhase | null;
  /** Null: that of the file. */
  channel: string | null;
  /** The shop's SKU; null where the export has none. */
  sku: string | null;
  /** The channel's own id of the variant; where it has none, name and variation stand in for it. */
  channelSkuId: string | null;
  /** Name and variation. */
  name: string | null;
  /** What the line is of, in the channel's terms: must not change when the shop gives the product another SKU. */
  key: string;
  /** Tells rows apart that have the same key and price, so that their quantities are added; '' where nothing does. */
  variation: string;
  quantity: number;
  unitPrice: number;
  listPrice: number | null;
  /** What the seller gave on this line, all units; null: the export does not say. */
  sellerDiscount: number | null;
  /** What the seller gave on the whole order; on each of its rows or on the first alone. */
  orderDiscount: number;
  /** What was paid back of the whole order, likewise. */
  refund: number;
  /** Null: the export does not say. */
  returned: number | null;
  /** The export's own key of the line, when it has one. */
  lineId?: string;
}

export interface OrderGrain {
  /** Reads one row; null: it is no line of an order. */
  part(read: FieldReader, file: FileFacts): OrderPart | null;
}

/** Rows of orders that are not complete yet, at least and up to twice as many. Exports write the rows of an order one below the other. */
const WAITING_ROWS = 5_000;

/** Reads an export of orders: rows are put together by order, and money of the whole order is counted once. */
export function orderReading(grain: OrderGrain): Reading<OrderRow> {
  return { begin: (file) => new OrderTaker(grain, file) };
}

/** Money of another currency is not counted as the shop's. */
export function refuseOtherCurrency(read: FieldReader, column: number, { currency }: FileFacts): void {
  const told = read.text(column)?.toUpperCase() ?? currency;
  if (currency === null || told === currency) return;
  read.fail(column, 'other-currency', `The order is in ${told}; the shop counts in ${currency}.`);
}

class OrderTaker implements RowTaker<OrderRow> {
  /** By order, the one that was touched last at the end. */
  private readonly waiting = new Map<string, OrderPart[]>();
  private readonly seen = new SeenOrders();
  private count = 0;

  constructor(
    private readonly grain: OrderGrain,
    private readonly file: FileFacts,
  ) {}

  take(read: FieldReader, out: Taken<OrderRow>): void {
    const part = this.grain.part(read, this.file);
    if (part === null || read.problem !== null) return;
    if (!Number.isSafeInteger(part.quantity * part.unitPrice)) {
      read.fail(-1, 'number-too-large', 'The amounts of this line are too large to be kept exactly.');
      return;
    }
    const channel = this.toldOf(part);
    const parts = this.waiting.get(part.orderId) ?? [];
    // A row without a channel is of the order that waits, if one does.
    if ((channel !== null || parts.length === 0) && this.seen.has(seenAs(part.orderId, channel))) {
      read.fail(
        -1,
        'order-scattered',
        `Rows of this order stand more than ${WAITING_ROWS} rows apart. Sort the file by order number and import it again.`,
      );
      return;
    }
    this.waiting.delete(part.orderId);
    parts.push(part);
    this.waiting.set(part.orderId, parts);
    this.count++;
    // Many at once: a map that is emptied one by one from its front is slow to find its front.
    if (this.count > 2 * WAITING_ROWS) {
      for (const [orderId, oldest] of this.waiting) {
        if (this.count <= WAITING_ROWS) break;
        this.finish(orderId, oldest, out);
      }
    }
  }

  end(out: Taken<OrderRow>): void {
    for (const [orderId, parts] of this.waiting) this.finish(orderId, parts, out);
  }

  private finish(orderId: string, parts: OrderPart[], out: Taken<OrderRow>): void {
    this.waiting.delete(orderId);
    this.count -= parts.length;
    this.seen.add(seenAs(orderId, null));
    for (const [channel, own] of this.byChannel(parts)) {
      if (channel !== null) this.seen.add(seenAs(orderId, channel));
      linesOf(own, channel ?? this.file.channel, out);
    }
  }

  /** What the row says of its channel; null where it says nothing, or where the channel of all rows is given. */
  private toldOf({ channel }: OrderPart): string | null {
    return this.file.isChannelGiven ? null : channel;
  }

  /** Two channels can have the same order number. A row that does not say its channel is of the one above it, else of the first. */
  private byChannel(parts: readonly OrderPart[]): Map<string | null, OrderPart[]> {
    let channel = parts.map((part) => this.toldOf(part)).find((told) => told !== null) ?? null;
    const orders = new Map<string | null, OrderPart[]>();
    for (const part of parts) {
      channel = this.toldOf(part) ?? channel;
      const order = orders.get(channel);
      if (order === undefined) orders.set(channel, [part]);
      else order.push(part);
    }
    return orders;
  }
}

/** As what an order stands among those that are done: a row without a channel would be of any of that number. */
const seenAs = (orderId: string, channel: string | null): string =>
  channel === null ? orderId : `${orderId}\n${channel}`;

/** The lines of one order. */
function linesOf(parts: OrderPart[], channel: string | null, out: Taken<OrderRow>): void {
  const moment = parts.find((part) => part.moment !== null)?.moment ?? null;
  const phase = parts.find((part) => part.phase !== null)?.phase ?? null;
  const fault = (
    part: OrderPart,
    column: string,
    code: 'missing-value' | 'returned-exceeds-quantity',
    reason: string,
  ) => out.faults.push({ line: part.line, column, code, reason });
  if (moment === null || phase === null) {
    const [column, what] = moment === null ? ['ordered_at', 'when it was placed'] : ['status', 'its state'];
    const reason = `No row of this order says ${what}; the file may begin in the middle of the order.`;
    for (const part of parts) fault(part, column, 'missing-value', reason);
    return;
  }
  if (channel === null) {
    const reason = 'The file does not say on which channel this was sold. Say it for the whole file (channel).';
    for (const part of parts) fault(part, 'channel', 'missing-value', reason);
    return;
  }
  const lines = merged(parts);
  const most = (of: (part: OrderPart) => number) => Math.max(0, ...parts.map(of));
  const discounts = spread(
    most((part) => part.orderDiscount),
    lines,
  );
  const refunds = takeBack(
    most((part) => part.refund),
    lines,
  );
  lines.forEach((part, index) => {
    const own = part.phase ?? phase;
    const returned = returnedOf(part, own, refunds);
    if (returned > part.quantity) {
      const reason = `${returned} were returned, but only ${part.quantity} were ordered.`;
      return fault(part, 'returned_quantity', 'returned-exceeds-quantity', reason);
    }
    const given = discounts[index]! + (refunds.money[index] ?? 0);
    out.rows.push({
      line: part.line,
      channelSku: { channel, id: part.channelSkuId, name: part.name },
      orderId: part.orderId,
      lineId: part.lineId ?? shortened(`${part.key}|${part.unitPrice}`, 100),
      orderedAt: (part.moment ?? moment).at,
      day: (part.moment ?? moment).day,
      channel,
      sku: part.sku ?? '',
      quantity: part.quantity,
      unitPrice: part.unitPrice,
      listPrice: part.listPrice,
      sellerDiscount: given === 0 ? part.sellerDiscount : (part.sellerDiscount ?? pricedDown(part)) + given,
      status: STATUS_OF[own],
      returnedQuantity: returned,
      phase: own,
    });
  });
}

/** What list and sold price differ by: what stands in for a discount that the export does not tell. */
const pricedDown = ({ listPrice, unitPrice, quantity }: OrderPart): number =>
  listPrice === null || listPrice <= unitPrice ? 0 : (listPrice - unitPrice) * quantity;

/**
 * Rows of the same SKU and price are one line: units where the export writes a row for each, or variations that share a SKU.
 * The very same row again is a repeat, of which the later counts.
 */
function merged(parts: readonly OrderPart[]): OrderPart[] {
  const lines = new Map<string, { line: OrderPart; variations: Map<string, OrderPart> }>();
  for (const part of parts) {
    const key = part.lineId ?? `${part.key}|${part.unitPrice}`;
    const found = lines.get(key);
    if (found === undefined) lines.set(key, { line: part, variations: new Map([[part.variation, part]]) });
    else found.variations.set(part.variation, part);
  }
  return [...lines.values()].map(({ line, variations }) => {
    const all = [...variations.values()];
    if (all.length === 1) return { ...all[0]!, line: line.line };
    const sum = (of: (part: OrderPart) => number | null) =>
      all.some((part) => of(part) !== null) ? all.reduce((total, part) => total + (of(part) ?? 0), 0) : null;
    // Units of one line can have gone different ways: those that were cancelled were not sold, those that came back were.
    const kept = all.filter(({ phase }) => phase !== 'cancelled');
    const units = kept.length === 0 ? all : kept;
    const leading = units.find(({ phase }) => phase !== 'returned') ?? units[0]!;
    const back = units.reduce(
      (total, part) => total + (part.returned ?? (part.phase === 'returned' ? part.quantity : 0)),
      0,
    );
    return {
      ...leading,
      line: line.line,
      quantity: units.reduce((total, part) => total + part.quantity, 0),
      sellerDiscount: sum((part) => (units.includes(part) ? part.sellerDiscount : null)),
      returned: back > 0 || all.some(({ returned }) => returned !== null) ? back : null,
    };
  });
}

/** What one unit came to, of an amount for all of them. */
export const perUnit = (amount: number, quantity: number): number => Math.round(amount / Math.max(1, quantity));

/** Name and variation as one text; null when there is neither. */
export function nameOf(name: string | null, variation: string | null): string | null {
  if (variation === null || /^(default|-+)$/i.test(variation)) return name;
  return name === null ? variation : `${name} (${variation})`;
}

/** An amount of the whole order over its lines, by what they cost; the last rupiah goes to the first lines. */
function spread(amount: number, lines: readonly OrderPart[]): number[] {
  const worth = lines.map(({ quantity, unitPrice }) => quantity * unitPrice);
  const total = worth.reduce((sum, each) => sum + each, 0);
  if (amount === 0 || total === 0) return lines.map(() => 0);
  // Whole numbers that may exceed 2^53 when multiplied.
  const shares = worth.map((each) => Number((BigInt(amount) * BigInt(each)) / BigInt(total)));
  let left = amount - shares.reduce((sum, each) => sum + each, 0);
  return shares.map((share) => share + (left-- > 0 ? 1 : 0));
}

/**
 * What a refund of the whole order means: all of it came back, or whole units of one line (where only one line and number
 * fits), or money that was given.
 */
function takeBack(refund: number, lines: readonly OrderPart[]): { units: Map<OrderPart, number>; money: number[] } {
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const units = new Map<OrderPart, number>();
  if (refund === 0) return { units, money: [] };
  if (refund >= total) return { units: new Map(lines.map((line) => [line, line.quantity])), money: [] };
  const fitting = lines.filter(
    ({ quantity, unitPrice }) => unitPrice > 0 && refund % unitPrice === 0 && refund / unitPrice <= quantity,
  );
  if (fitting.length !== 1) return { units, money: spread(refund, lines) };
  return { units: units.set(fitting[0]!, refund / fitting[0]!.unitPrice), money: [] };
}

function returnedOf(part: OrderPart, phase: OrderPhase, refunds: { units: Map<OrderPart, number> }): number {
  if (phase === 'cancelled') return 0;
  const told = part.returned ?? refunds.units.get(part) ?? 0;
  // What came back without a figure came back whole.
  return phase === 'returned' && told === 0 ? part.quantity : told;
}

/** A text in at most so many characters, and still another one for every other text. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let hash = 0n;
  for (const char of text) hash = (hash * 1_099_511_628_211n + BigInt(char.codePointAt(0)!)) & 0xffff_ffff_ffff_ffffn;
  return `${text.slice(0, most - 17)}~${hash.toString(16).padStart(16, '0')}`;
}
