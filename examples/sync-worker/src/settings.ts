import { SettingsError } from './send.js';
import type { FeedSettings } from './feed.js';
import type { ShopifySettings } from './shopify.js';
import type { WooCommerceSettings } from './woocommerce.js';

export interface Settings {
  feed: FeedSettings;
  channel: { kind: 'woocommerce'; woo: WooCommerceSettings } | { kind: 'shopify'; shopify: ShopifySettings };
  /** Where the journal lives: on a disk that stays. */
  folder: string;
  everyMs: number;
  checkEveryMs: number;
  scanEveryMs: number;
  timeoutMs: number;
  settleMs: number;
}

/** @throws SettingsError that names what is missing */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const need = (name: string): string => {
    const value = env[name]?.trim();
    if (!value) throw new SettingsError(`${name} is not set. README.md lists the settings.`);
    return value;
  };
  const address = (name: string): string => {
    const text = need(name);
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) throw new SettingsError(`${name} is no address: ${text}`);
    return text;
  };
  const seconds = (name: string, otherwise: number): number => {
    const value = Number(env[name]?.trim() || otherwise);
    if (!(value > 0)) throw new SettingsError(`${name} is a number of seconds, not ${env[name]}.`);
    return value * 1000;
  };
  const feed = { url: address('LARISIN_URL'), key: need('LARISIN_KEY'), channel: need('LARISIN_CHANNEL') };
  return {
    feed,
    channel: channelOf(need('SYNC_ADAPTER'), need, address),
    folder: need('SYNC_FOLDER'),
    everyMs: seconds('SYNC_EVERY', 60),
    checkEveryMs: seconds('SYNC_CHECK_EVERY', 3_600),
    scanEveryMs: env.SYNC_SCAN_EVERY?.trim() === '0' ? 0 : seconds('SYNC_SCAN_EVERY', 21_600),
    timeoutMs: seconds('SYNC_TIMEOUT', 30),
    settleMs: seconds('SYNC_SETTLE', 5),
  };
}

function channelOf(
  kind: string,
  need: (name: string) => string,
  address: (name: string) => string,
): Settings['channel'] {
  switch (kind) {
    case 'woocommerce':
      return {
        kind,
        woo: { url: address('WOOCOMMERCE_URL'), key: need('WOOCOMMERCE_KEY'), secret: need('WOOCOMMERCE_SECRET') },
      };
    case 'shopify': {
      const shop = need('SHOPIFY_SHOP')
        .replace(/^https?:\/\//, '')
        .replace(/\/.*$/, '');
      return { kind, shopify: { shop, token: need('SHOPIFY_TOKEN'), version: need('SHOPIFY_API_VERSION') } };
    }
    default:
      throw new SettingsError(`SYNC_ADAPTER is woocommerce or shopify, not ${kind}.`);
  }
}
