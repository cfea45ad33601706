import type { PriceFileFormat, PriceFileFormatName } from './format.js';
import { generic } from './generic.js';
import { googleMerchant } from './google-merchant.js';
import { shopeeMassUpdate } from './shopee.js';
import { shopifyProducts } from './shopify.js';
import { tiktokBatchEdit } from './tiktok.js';
import { woocommerceProducts } from './woocommerce.js';

/** Every format of price files. A new one: its file, and its place here. */
const FORMATS: Record<PriceFileFormatName, PriceFileFormat> = {
  'shopee-mass-update': shopeeMassUpdate,
  'tiktok-batch-edit': tiktokBatchEdit,
  'shopify-products': shopifyProducts,
  'woocommerce-products': woocommerceProducts,
  'google-merchant': googleMerchant,
  generic,
};

/** The format of that name. */
export const priceFileFormat = (name: PriceFileFormatName): PriceFileFormat => FORMATS[name];
