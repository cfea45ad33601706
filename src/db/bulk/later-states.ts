import type { OrderPhase, OrderRow } from '../../core/intake/rows.js';
import type { OrderStatus } from '../../core/intake/records.js';
import type { RowIds } from './targets.js';
import type { BulkWriter } from './writer.js';

const ORDERS_PER_QUERY = 500;

interface Known {
  status: OrderStatus;
  returned: number;
}

/**
 * Whether an export says less of a line than is known: then it is older than what we have. Orders go one way (unpaid,
 * underway, completed, returned; cancelled is an end), and what came back does not go out again.
 */
export function isEarlier(phase: OrderPhase | undefined, returned: number, known: Known): boolean {
  if (phase === undefined || phase === 'cancelled' || phase === 'returned') return false;
  if (known.status === 'cancelled' || known.status === 'returned') return true;
  return phase === 'unpaid' ? known.status === 'sold' : known.returned > returned;
}

/** Leaves out lines of exports that are older than what is known, so that last month's file after this month's does no harm. */
export class LaterStates {
  /** Lines that were left as they stood. */
  kept = 0;
  private hasOrders = false;

  constructor(private readonly writer: BulkWriter) {}

  async open(): Promise<void> {
    this.hasOrders = (await this.writer.lookUp('SELECT 1 FROM order_line LIMIT 1', [])).length > 0;
  }

  /** The rows that say as much as is known, with their numbers. */
  async without(rows: OrderRow[], ids: RowIds): Promise<{ rows: OrderRow[]; ids: RowIds }> {
    if (!this.hasOrders) return { rows, ids };
    const orders = [...new Set(rows.flatMap(({ phase, orderId }) => (phase === undefined ? [] : [orderId])))];
    const known = new Map<string, Known>();
    for (let at = 0; at < orders.length; at += ORDERS_PER_QUERY) {
      const part = orders.slice(at, at + ORDERS_PER_QUERY);
      const sql =
        `SELECT orderId, channelId, lineId, status, returnedQuantity FROM order_line ` +
        `WHERE orderId IN (${part.map(() => '?').join(',')}) AND status <> 'pending'`;
      for (const [orderId, channelId, lineId, status, returned] of await this.writer.lookUp(sql, part)) {
        known.set(keyOf(String(orderId), Number(channelId), String(lineId)), {
          status: status as OrderStatus,
          returned: Number(returned),
        });
      }
    }
    const places: number[] = [];
    rows.forEach(({ orderId, lineId, phase, returnedQuantity }, at) => {
      const line = known.get(keyOf(orderId, ids.channels[at]!, lineId));
      if (line === undefined || !isEarlier(phase, returnedQuantity, line)) places.push(at);
    });
    if (places.length === rows.length) return { rows, ids };
    this.kept += rows.length - places.length;
    const of = (numbers: Int32Array): Int32Array => Int32Array.from(places, (at) => numbers[at]!);
    return {
      rows: places.map((at) => rows[at]!),
      ids: { products: of(ids.products), channels: of(ids.channels) },
    };
  }
}

const keyOf = (orderId: string, channelId: number, lineId: string): string => `${orderId}\n${channelId}\n${lineId}`;
