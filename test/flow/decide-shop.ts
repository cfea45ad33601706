import type { ItemRequest } from '../../src/flow/decide.js';
import type { Approver } from '../../src/flow/decision-item.js';
import type { Suggestion } from '../../src/core/approval/suggestion.js';
import type { Database } from '../../src/db/database.js';
import { PolicyVersionTable, SuggestionTable } from '../../src/db/tables/engine.js';
import {
  BasePriceTable,
  ChannelTable,
  ListingTable,
  ProductTable,
  SettingTable,
  UserTable,
} from '../../src/db/tables/shop.js';
import { readFileSync } from 'node:fs';
import { request, suggestion } from '../core/approval/example.js';
import { freshDatabase } from '../database.js';

/** 09:15 in Jakarta on 2026-03-31, the moment at which the tests decide. */
export { NOW } from '../core/approval/example.js';
import { NOW } from '../core/approval/example.js';

export const SITI: Approver = { actor: 'user:siti', ip: '10.0.0.1', role: 'owner', userId: 1 };
export const BUDI: Approver = { actor: 'user:budi', ip: null, role: 'merchandiser', userId: 2 };
export const SHELL: Approver = { actor: 'cli:root', ip: null, role: null, userId: null };

const policy = JSON.parse(readFileSync('rules/policy.json', 'utf8')) as object;

/**
 * A shop with two approvers, channels `shopee` (1) and `website` (2) and `products` products at 100,000, each with a base
 * price on record for 60 days. The policy is the shipped one.
 */
export async function freshShop(
  kind: 'sqlite' | 'mariadb',
  products = 3,
  timeZone = 'Asia/Jakarta',
): Promise<Database> {
  const db = await freshDatabase(kind);
  await fillShop(db, products, timeZone);
  return db;
}

export async function fillShop(db: Database, products: number, timeZone = 'Asia/Jakarta'): Promise<void> {
  const { manager } = db;
  const shop = { name: 'Toko', currency: 'IDR', scale: 0, timeZone, locale: 'id', isDemo: false };
  await manager.save(SettingTable, { name: 'shop', value: shop });
  await manager.insert(PolicyVersionTable, { version: 1, body: policy, note: '', createdBy: 'system', createdAt: 0 });
  for (const [id, role] of [
    ['siti', 'owner'],
    ['budi', 'merchandiser'],
    ['ani', 'viewer'],
  ] as const) {
    await manager.insert(UserTable, { name: id, role, passwordHash: '-', isActive: true, locale: 'id', createdAt: 0 });
  }
  for (const [code, isMarketplace] of [
    ['shopee', true],
    ['website', false],
  ] as const) {
    await manager.insert(ChannelTable, {
      code,
      name: code,
      isMarketplace,
      isActive: true,
      isHeld: false,
      heldReason: null,
    });
  }
  await addProducts(db, products);
  const listing = { price: null, minPrice: null, maxPrice: null, updatedAt: 0 };
  await manager.insert(ListingTable, {
    productId: 1,
    channelId: 1,
    externalId: '900',
    externalVariantId: '901',
    ...listing,
  });
}

/** Adds active products SKU-1, SKU-2, ... at 100,000, with a base price on record for 60 days. */
export async function addProducts(db: Database, products: number): Promise<void> {
  const { manager } = db;
  const ids = Array.from({ length: products }, (_, i) => i + 1);
  const known = {
    cost: 50_000,
    price: 100_000,
    firstStockedOn: null,
    staleAfterDays: null,
    createdAt: 0,
    updatedAt: 0,
  };
  for (let at = 0; at < ids.length; at += 200) {
    const part = ids.slice(at, at + 200);
    await manager.insert(
      ProductTable,
      part.map((id) => ({
        id,
        sku: `SKU-${id}`,
        name: `Kopi ${id}`,
        category: null,
        brand: null,
        tags: [],
        ...known,
        status: 'active' as const,
        isStub: false,
      })),
    );
    await manager.insert(
      BasePriceTable,
      part.map((id) => ({ productId: id, channelId: 0, since: NOW - 60 * 86_400_000, price: 100_000 })),
    );
  }
}

/** Adds a pending suggestion: 80,000 for 100,000 on a product and channel. */
export async function suggest(
  db: Database,
  productId: number,
  channelId: number,
  change: Partial<Suggestion> = {},
): Promise<number> {
  const { id: _, ...row } = suggestion({
    productId,
    channelId,
    sku: `SKU-${productId}`,
    channelCode: channelId === 1 ? 'shopee' : 'website',
    version: 1,
    openKey: `${productId}:${channelId}:${change.kind ?? 'discount'}`,
    ...change,
  });
  return (await db.manager.save(SuggestionTable, row)).id;
}

export const asked = (id: number, change: Partial<ItemRequest> = {}): ItemRequest => ({ ...request(change), id });
