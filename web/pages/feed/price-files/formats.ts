import type { PriceFileFormat } from '../../../api/price-files';

/** Which file of the channel a price file is made from; null: from none. */
export const MADE_FROM: Record<PriceFileFormat, '.xlsx' | '.csv' | null> = {
  'shopee-mass-update': '.xlsx',
  'tiktok-batch-edit': '.xlsx',
  'shopify-products': '.csv',
  'woocommerce-products': null,
  'google-merchant': null,
  generic: null,
};

export const FORMATS = Object.keys(MADE_FROM) as PriceFileFormat[];

/** What a channel is called often says what it reads; a guess that the reader may change. */
const BY_CODE: readonly [RegExp, PriceFileFormat][] = [
  [/shopee/, 'shopee-mass-update'],
  [/tiktok|tokopedia/, 'tiktok-batch-edit'],
  [/shopify/, 'shopify-products'],
  [/woo/, 'woocommerce-products'],
  [/google/, 'google-merchant'],
];

export function likelyFormat(code: string): PriceFileFormat {
  return BY_CODE.find(([words]) => words.test(code))?.[1] ?? 'generic';
}
