import { isFormulaLike, type TableFormat } from './format.js';
import { namesOn, plainAmount, plainInstant } from './line.js';

/**
 * A supplemental feed of Google Merchant Center: `price` stays in the main feed, the sale price comes from here. An upload
 * replaces the one before, so every running price is in it, and one that is over is told by its absence. The period is 51
 * characters long, which is all that is allowed; its end is the last second that belongs to it.
 */
export const googleMerchant: TableFormat = {
  name: 'google-merchant',
  madeFrom: null,
  extension: 'tsv',
  kinds: ['discount', 'base'],
  hasWindow: true,
  isWhole: true,
  columns: ['id', 'sale_price', 'sale_price_effective_date'],
  rows(line, { scale, currency, clock }) {
    if (line.action === 'stop' || line.kind === 'base') return [];
    const ids = line.externalId === null ? namesOn(line) : [line.externalId];
    if (ids.some(isFormulaLike)) return 'formula-like';
    const end = line.endsAt === null ? null : plainInstant(line.endsAt - 1_000, clock);
    const period = end === null ? '' : `${plainInstant(line.startsAt, clock)}/${end}`;
    return ids.map((id) => [id, `${plainAmount(line.price, scale)} ${currency}`, period]);
  },
};
