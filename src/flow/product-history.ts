import { closesOf } from '../core/ageing/closes.js';
import { movementsOf } from '../core/ageing/movements.js';
import { dailyRecord, type DailyRecord } from '../core/daily-record.js';
import type { PriceEntry } from '../core/feed/entry.js';
import { ZoneClock } from '../core/intake/zone.js';
import { Refusal } from '../core/refusal.js';
import { formatDay, type Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { openReader } from '../db/reader.js';
import { decisionsBetween, entriesBetween, type PastDecision } from '../db/stores/product-past.js';
import { readChannels, readShop } from '../db/stores/settings.js';
import { defaultAsOf } from './analyse.js';
import { readHistory } from './history.js';
import { findProduct, unknownProduct } from './product.js';
import { findChannel } from './shop.js';

/** Two years and a day: a year beside the year before. */
export const HISTORY_DAYS_MAX = 731;
const HISTORY_DAYS = 180;

/** What happened to a product on the days `from` to `to`: one element a day in every list. */
export interface PastOfProduct {
  sku: string;
  from: Day;
  to: Day;
  onHand: (number | null)[];
  channels: (DailyRecord & { channel: string })[];
  offers: PriceEntry[];
  decisions: PastDecision[];
}

/**
 * Stock, sales and prices of one product day by day, with the offers that ran and what people decided. Reads that product alone.
 * @param query `to` left out: the last complete day; `from` left out: 180 days; `channel` left out: all where it is listed or sold
 * @throws Refusal `unknown-product`, `unknown-channel`, `day-in-future`, `bad-period`
 */
export async function pastOfProduct(
  db: Database,
  sku: string,
  query: { channel?: string | undefined; from?: Day | undefined; to?: Day | undefined },
  today: Day,
): Promise<PastOfProduct> {
  const to = query.to ?? (await defaultAsOf(db, today));
  const from = query.from ?? to - HISTORY_DAYS + 1;
  checkRange(from, to, today);
  const product = await findProduct(db, sku);
  const only = query.channel === undefined ? null : await findChannel(db, query.channel);
  const clock = new ZoneClock((await readShop(db.manager)).timeZone);
  const [fromStart, toEnd] = [clock.instantOf(from, 0), clock.instantOf(to + 1, 0)];
  // What was decided since the last complete day belongs to what is looked at now.
  const until = query.to === undefined ? clock.instantOf(today + 1, 0) : toEnd;
  const isOn = ({ channelCode }: { channelCode: string }): boolean => only === null || channelCode === only.code;
  const past = {
    ...{ sku, from, to },
    offers: (await entriesBetween(db, product.id, fromStart, until)).filter(isOn),
    decisions: (await decisionsBetween(db, product.id, fromStart, until)).filter(isOn),
  };
  const channels = only === null ? await readChannels(db.manager) : [only];
  const reader = await openReader(db.url);
  try {
    for await (const [history] of readHistory(reader, to, 'whole', [product.id])) {
      if (history === undefined) continue;
      const listed = new Set([...history.listings.map(({ channelId }) => channelId), ...history.sales.channelId]);
      const shown = only === null ? channels.filter(({ id }) => listed.has(id)) : channels;
      return {
        ...past,
        onHand: closesOf(movementsOf(history, product.firstStockedOn), from, to),
        channels: shown.map(({ id, code }) => {
          const base = history.listings.find(({ channelId }) => channelId === id)?.price ?? product.price;
          return { channel: code, ...dailyRecord(history, id, base, { from, to, toEnd }) };
        }),
      };
    }
  } finally {
    await reader.close();
  }
  throw unknownProduct(sku, ''); // deleted between the two readings
}

function checkRange(from: Day, to: Day, today: Day): void {
  if (to > today) {
    throw new Refusal('invalid', 'day-in-future', `${formatDay(to)} has not come yet: choose today or earlier.`);
  }
  const days = to - from + 1;
  if (days >= 1 && days <= HISTORY_DAYS_MAX) return;
  const message =
    days < 1
      ? `The first day ${formatDay(from)} comes after the last, ${formatDay(to)}.`
      : `These are ${days} days: ask for at most ${HISTORY_DAYS_MAX} at once.`;
  throw new Refusal('invalid', 'bad-period', message, { days, most: HISTORY_DAYS_MAX });
}
