import { bigsellerOrdersSample } from './bigseller-orders.js';
import { lazadaOrdersSample } from './lazada-orders.js';
import type { FormatSample } from './sample.js';
import { shopeeOrdersSample } from './shopee-orders.js';
import { shopifyOrdersSample } from './shopify-orders.js';
import { tiktokOrdersSample } from './tiktok-orders.js';
import { tokopediaSalesSample } from './tokopedia-sales.js';
import { woocommerceOrdersSample } from './woocommerce-orders.js';
import { shopeeStockSample } from './shopee-stock.js';
import { shopifyInventorySample } from './shopify-inventory.js';
import { shopifyProductsSample } from './shopify-products.js';
import { tiktokStockSample } from './tiktok-stock.js';
import { woocommerceProductsSample } from './woocommerce-products.js';

/** One for every format. */
export const SAMPLES: readonly FormatSample[] = [
  shopeeOrdersSample,
  tiktokOrdersSample,
  tokopediaSalesSample,
  lazadaOrdersSample,
  shopifyOrdersSample,
  woocommerceOrdersSample,
  bigsellerOrdersSample,
  shopeeStockSample,
  tiktokStockSample,
  shopifyInventorySample,
  shopifyProductsSample,
  woocommerceProductsSample,
];
