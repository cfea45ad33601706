/** What a channel's refusal comes to. The texts of the feed page say each in the reader's language. */
export type RefusalReading =
  'tooLow' | 'tooHigh' | 'otherPromotion' | 'notFound' | 'noStock' | 'time' | 'busy' | 'access' | 'locked' | 'unclear';

/**
 * Marketplaces word refusals in many ways, in codes and sentences, English and Indonesian. The first reading that fits
 * counts: special ones stand before those whose words they share.
 */
const READINGS: readonly [reading: RefusalReading, words: RegExp][] = [
  ['busy', /rate.?limit|too.?many|throttl|time.?out|timed out|unavailable|\b(429|500|502|503|504)\b|coba lagi|sibuk/],
  ['access', /token|auth|permission|forbidden|credential|\b(401|403)\b|izin|akses/],
  [
    'tooLow',
    /too.?low|below|minimum|min.?price|lower than|less than|max(imum)?.?discount|discount.?(too|exceed)|terlalu rendah|di bawah|diskon.*maks/,
  ],
  ['tooHigh', /too.?high|above|maximum|max.?price|higher than|greater than|exceed|not.?lower|terlalu tinggi|di atas/],
  [
    'otherPromotion',
    /overlap|other.?(promo|campaign|discount)|already.*(promo|campaign|discount|activity)|flash.?sale|conflict|promosi lain|sedang.*promo/,
  ],
  ['noStock', /stock|inventory|stok/],
  ['time', /start.?time|end.?time|duration|period|schedule|\bdates?\b|hour|\bjam\b|waktu|periode/],
  ['locked', /lock|frozen|banned|review|restrict|kunci|ditinjau/],
  [
    'notFound',
    /not.?(found|exist)|no.?such|unknown|invalid.?(item|model|product|sku|id)|delisted|deleted|tidak (ada|ditemukan)/,
  ],
];

/** Reads a channel's own words; `unclear` where they are none that we know. */
export function readRefusal(code: string | null, message: string | null): RefusalReading {
  const said = `${code ?? ''} ${message ?? ''}`.toLowerCase().replaceAll('_', ' ');
  return READINGS.find(([, words]) => words.test(said))?.[0] ?? 'unclear';
}
