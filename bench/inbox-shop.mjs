// A shop in which very many suggestions wait, for benchmarks of the inbox: a small shop is run for real, and what it suggests is
// said again of as many products as are asked for, with prices and figures drawn anew. The same numbers give the same shop.
import { fillShop } from './shop.mjs';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const load = (file) => import(new URL(`src/${file}.js`, dist));
const { migrate } = await load('db/migrate');
const { insertAll } = await load('db/bulk/insert-all');
const { ProductTable } = await load('db/tables/shop');
const { SuggestionTable } = await load('db/tables/engine');
const { ensureInstallation } = await load('flow/setup');
const { requestRun, analyse } = await load('flow/analyse');
const { readConfig } = await load('config');
const { bitsOf } = await load('core/approval/marks');
const { formatMoney } = await load('core/pricing/money-text');
const { parseDay } = await load('core/units');

const CHANNELS = ['shopee', 'tokopedia', 'tiktok-shop', 'website'];
const CATEGORIES = ['Kopi', 'Teh', 'Kemeja', 'Sepatu', 'Perkakas', 'Alat tulis', 'Mainan', 'Kosmetik'];
const NAMES = [
  'Kopi Gayo',
  'Teh Melati',
  'Kemeja Batik',
  'Sepatu Lari',
  'Obeng Set',
  'Buku Catatan',
  'Balok Susun',
  'Sabun Zaitun',
];
const LIFETIME_MS = 72 * 3_600_000;

/**
 * Fills an empty database with `count` pending suggestions; who logs in is `owner` with this password.
 * @param {import('../src/db/database.js').Database} db
 */
export async function fillInbox(db, { count, password, now = Date.now() }) {
  await migrate(db);
  await ensureInstallation(db, readConfig({ OWNER_PASSWORD: password }), now);
  const asOf = parseDay('2026-10-31');
  await fillShop({ url: db.url, products: 300, channels: 4, days: 120, asOf });
  const { id: runId } = await requestRun(db, { asOf, cause: 'cli', createdBy: 'bench', today: asOf + 1 }, now);
  await analyse(db, runId, undefined, () => now);
  const kept = await db.manager.find(SuggestionTable, { where: { runId }, order: { id: 'ASC' } });
  await db.query('DELETE FROM suggestion');
  const channels = new Map((await db.query('SELECT id, code FROM channel')).map(({ id, code }) => [code, id]));
  const random = dice();
  for (let first = 0; first < count; first += 4_000) {
    const products = [];
    const rows = [];
    for (let i = first; i < Math.min(count, first + 4_000); i++) {
      const productId = 1_000 + Math.floor(i / CHANNELS.length);
      if (i % CHANNELS.length === 0) products.push(productOf(productId, now));
      rows.push({ ...suggestionOf(kept[i % kept.length], i, productId, random, now), runId });
    }
    for (const row of rows) row.channelId = channels.get(row.channelCode);
    await insertAll(db, ProductTable, products);
    await insertAll(db, SuggestionTable, rows);
  }
}

const categoryOf = (productId) => CATEGORIES[productId % CATEGORIES.length];
const nameOf = (productId) => `${NAMES[productId % NAMES.length]} ${productId}`;

function productOf(id, now) {
  const known = { brand: null, tags: [], firstStockedOn: null, staleAfterDays: null, status: 'active', isStub: false };
  const price = 50_000 + (id % 400) * 1_000;
  const times = { createdAt: now, updatedAt: now };
  return {
    id,
    sku: `SKU-${id}`,
    name: nameOf(id),
    category: categoryOf(id),
    cost: price / 2,
    price,
    ...known,
    ...times,
  };
}

function suggestionOf(kept, i, productId, random, now) {
  const listPrice = 50_000 + (productId % 400) * 1_000;
  const discountBp = 500 + 100 * Math.floor(random() * 25);
  const price = Math.round((listPrice * (10_000 - discountBp)) / 10_000_000) * 1_000 - 100;
  const gain = random() < 0.05 ? null : Math.round((random() - 0.15) ** 3 * 400_000);
  const channelCode = CHANNELS[i % CHANNELS.length];
  const ageDays = 31 + Math.floor(random() * 300);
  const sentence = {
    id: `${nameOf(productId)} telah ${ageDays} hari di gudang. Turunkan dari ${money(listPrice, 'id')} ke ${money(price, 'id')}.`,
    en: `${nameOf(productId)} has been in stock for ${ageDays} days. Lower it from ${money(listPrice, 'en')} to ${money(price, 'en')}.`,
  };
  const marks = kept.why.marks;
  const { id: _, ...row } = kept;
  return {
    ...row,
    ...{ productId, sku: `SKU-${productId}`, channelCode, category: categoryOf(productId) },
    ...{ kind: 'discount', state: 'pending', version: 1, openKey: `${productId}:${channelCode}:discount` },
    ...{
      price,
      listPrice,
      currentPrice: listPrice,
      discountBp: Math.round(((listPrice - price) / listPrice) * 10_000),
    },
    ...{ staleValue: Math.round(random() * 5_000_000), gain, atStake: Math.abs(gain ?? 20_000), ageDays },
    ...{
      discountGiven: Math.round(random() * 900_000),
      markBits: bitsOf(marks),
      needsSecondApproval: false,
      offer: {},
    },
    why: { ...kept.why, sentence, facts: { ...kept.why.facts, 'margin.floorPrice': 1_000 } },
    ...{ createdAt: now, updatedAt: now, expiresAt: now + LIFETIME_MS },
  };
}

const money = (amount, language) => formatMoney(amount, 'IDR', 0, language);

/** mulberry32, Tommy Ettinger, public domain */
function dice(seed = 12_345) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
