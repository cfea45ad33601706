import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../web/pages/feed/refusal-reading';

describe('a refusal of a channel', () => {
  it.each([
    ['promotion_price_too_low', 'below 50 %', 'tooLow'],
    ['error_param', 'Discount price should be lower than the original price by at least 5 %', 'tooLow'],
    [null, 'Harga terlalu rendah', 'tooLow'],
    ['price_above_limit', null, 'tooHigh'],
    ['4128', 'item is already in another campaign', 'otherPromotion'],
    ['promo_overlap', 'Promotion time overlaps', 'otherPromotion'],
    ['item_not_found', null, 'notFound'],
    [null, 'Produk tidak ditemukan', 'notFound'],
    ['out_of_stock', null, 'noStock'],
    ['start_time_invalid', 'start time must be 1 hour later than now', 'time'],
    ['429', 'Too Many Requests', 'busy'],
    ['error_auth', 'invalid access_token', 'access'],
    ['4128', 'locked', 'locked'],
    ['E-17', 'Kesalahan', 'unclear'],
    [null, null, 'unclear'],
  ])('%s, "%s" is read as %s', (code, message, reading) => {
    expect(readRefusal(code, message)).toBe(reading);
  });
});
