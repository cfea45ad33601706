import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../../src/core/ageing/ledger.js';
import { movementsOf } from '../../../src/core/ageing/movements.js';
import { CsvReader } from '../../../src/core/intake/csv.js';
import { matchHeader } from '../../../src/core/intake/header.js';
import { formatDay, parseDay } from '../../../src/core/units.js';
import type { DemoTruths } from '../../../src/flow/demo/truths.js';
import { writeDemoShop, type DemoFile } from '../../../src/flow/demo/write.js';

const AS_OF = parseDay('2026-06-30')!;
const DAY_MS = 86_400_000;

const emptyDir = () => mkdtempSync(join(tmpdir(), 'demo-shop-'));
const hashes = (files: DemoFile[]) =>
  files.map(({ path }) => createHash('sha256').update(readFileSync(path)).digest('hex'));

type Row = Record<string, string>;
function readRows(path: string): Row[] {
  const reader = new CsvReader(',');
  const [header, ...rows] = reader.push(readFileSync(path, 'utf8')).cells;
  return rows.map((cells) => Object.fromEntries(header!.map((name, at) => [name, String(cells[at])])));
}

let files: DemoFile[];
let truths: DemoTruths;
const rows: Record<string, Row[]> = {};
beforeAll(async () => {
  ({ files, truths } = await writeDemoShop(emptyDir(), AS_OF, 1));
  for (const { kind, path } of files) rows[kind] = readRows(path);
});

/** Units that left for good on a line: what a return brought back is taken off. */
const netUnits = (line: Row) =>
  line.status === 'sold' || line.status === 'returned' ? Number(line.quantity) - Number(line.returned_quantity) : 0;
const dayOf = (text: string) => Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY_MS);

describe('the demo shop', () => {
  it('is the same, byte for byte, for the same day and seed, and another for another seed', async () => {
    const again = await writeDemoShop(emptyDir(), AS_OF, 1);
    const other = await writeDemoShop(emptyDir(), AS_OF, 2);
    expect(hashes(again.files)).toEqual(hashes(files));
    expect(hashes(other.files)[4]).not.toBe(hashes(files)[4]);
  });

  it('has headers that the importer knows, and files in an order in which they can be imported', () => {
    expect(files.map(({ kind }) => kind)).toEqual([
      'products',
      'listings',
      'receipts',
      'inventory',
      'orders',
      'competitor_prices',
    ]);
    for (const { kind } of files) expect(matchHeader(kind, Object.keys(rows[kind]![0]!)).ignored).toEqual([]);
  });

  it('is a small shop: 300 products, 5 channels, 180 days up to the as-of day, 30,000 to 60,000 order lines', () => {
    expect(new Set(rows.products!.map((row) => row.sku)).size).toBe(300);
    expect(new Set(rows.orders!.map((row) => row.channel)).size).toBe(5);
    const days = new Set(rows.orders!.map((row) => row.ordered_at!.slice(0, 10)));
    expect([days.size, [...days].sort()[0], [...days].sort().at(-1)]).toEqual([180, '2026-01-02', '2026-06-30']);
    expect(rows.orders!.length).toBeGreaterThan(30_000);
    expect(rows.orders!.length).toBeLessThan(60_000);
  });

  it('gives every order line its own key and every receipt too', () => {
    const keys = (kind: string, names: string[]) => rows[kind]!.map((row) => names.map((name) => row[name]).join(' '));
    expect(new Set(keys('orders', ['order_id', 'line_id'])).size).toBe(rows.orders!.length);
    expect(new Set(keys('receipts', ['reference', 'day', 'sku'])).size).toBe(rows.receipts!.length);
  });

  it('costs 50 to 75 % of the price, and does not know the cost of six products', () => {
    const costs = rows.products!.filter((row) => row.cost !== '').map((row) => Number(row.cost) / Number(row.price));
    expect(Math.min(...costs)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...costs)).toBeLessThanOrEqual(0.76); // rounding to Rp 50 on the cheapest
    const unknown = rows.products!.filter((row) => row.cost === '').map((row) => row.sku);
    expect(unknown).toEqual(truths.unknownCost);
    expect(unknown).toHaveLength(6);
    expect(rows.receipts!.filter((row) => unknown.includes(row.sku) && row.unit_cost !== '')).toEqual([]);
  });

  it('never sells what it has not got, except the one planted product, and its counts differ only where planted', () => {
    const onHand = new Map<string, number>();
    const change = (sku: string, by: number) => onHand.set(sku, (onHand.get(sku) ?? 0) + by);
    const byDay = (kind: string, column: string) => {
      const groups = new Map<number, Row[]>();
      for (const row of rows[kind]!) {
        const day = dayOf(row[column]!);
        groups.set(day, [...(groups.get(day) ?? []), row]);
      }
      return groups;
    };
    const receipts = byDay('receipts', 'day');
    const counts = byDay('inventory', 'day');
    const orders = new Map<number, Row[]>();
    for (const row of rows.orders!) {
      const day = dayOf(row.ordered_at!);
      const list = orders.get(day);
      if (list === undefined) orders.set(day, [row]);
      else list.push(row);
    }
    const belowZero = new Set<string>();
    const differences: { sku: string; on: string; units: number }[] = [];
    const firstCounts = new Set<string>();
    for (let day = AS_OF - 179; day <= AS_OF; day++) {
      for (const row of receipts.get(day) ?? []) change(row.sku!, Number(row.quantity));
      for (const row of orders.get(day) ?? []) change(row.sku!, -netUnits(row));
      for (const [sku, units] of onHand) if (units < 0) belowZero.add(sku);
      for (const row of counts.get(day) ?? []) {
        const units = (onHand.get(row.sku!) ?? 0) - Number(row.on_hand);
        if (units !== 0 && !onHand.has(row.sku!)) firstCounts.add(row.sku!);
        else if (units !== 0) differences.push({ sku: row.sku!, on: row.day!, units });
        onHand.set(row.sku!, Number(row.on_hand));
      }
    }
    expect([...belowZero]).toEqual(truths.negativeStock);
    expect(firstCounts.size).toBe(8);
    const bySku = (a: { sku: string }, b: { sku: string }) => (a.sku < b.sku ? -1 : 1);
    expect(differences.sort(bySku)).toEqual(truths.shrinkage.filter(({ units }) => units !== 0).sort(bySku));
    expect(truths.products.map(({ sku, onHand }) => [sku, onHand])).toEqual(
      truths.products.map(({ sku }) => [sku, onHand.get(sku) ?? 0]),
    );
  });

  it('holds 40 planted stale products in four kinds, and hardly any other', () => {
    // First in, first out: what is on hand beyond the receipts (and finds) of the last 30 days is older than that.
    const fresh = new Map<string, number>();
    const add = (sku: string, units: number) => fresh.set(sku, (fresh.get(sku) ?? 0) + units);
    for (const row of rows.receipts!) if (AS_OF - dayOf(row.day!) <= 30) add(row.sku!, Number(row.quantity));
    for (const { sku, on, units } of truths.shrinkage) if (units < 0 && AS_OF - dayOf(on) <= 30) add(sku, -units);
    const planted = Object.values(truths.stale).flat();
    expect(new Set(planted).size).toBe(40);
    const stale = new Map(
      truths.products.map(({ sku, onHand }) => [sku, Math.max(0, onHand - (fresh.get(sku) ?? 0))] as const),
    );
    expect(truths.products.map(({ sku, staleUnits }) => [sku, staleUnits])).toEqual([...stale]);
    expect(planted.filter((sku) => stale.get(sku)! <= 0)).toEqual([]);
    expect([...stale].filter(([sku, units]) => units > 0 && !planted.includes(sku)).length).toBeLessThan(8);
  });

  it('ages in the ledger, layer by layer, as the generator booked it while it played the days', () => {
    const movements = new Map(
      rows.products!.map((row) => [
        row.sku!,
        {
          firstStockedOn: row.first_stocked_on === '' ? null : parseDay(row.first_stocked_on!),
          receipts: [] as { day: number; quantity: number; unitCost: null }[],
          counts: [] as { day: number; location: string; onHand: number }[],
          sales: { day: [] as number[], units: [] as number[], unitsReturned: [] as number[] },
        },
      ]),
    );
    for (const row of rows.receipts!) {
      const { receipts } = movements.get(row.sku!)!;
      receipts.push({ day: parseDay(row.day!)!, quantity: Number(row.quantity), unitCost: null });
    }
    for (const row of rows.inventory!) {
      movements.get(row.sku!)!.counts.push({ day: parseDay(row.day!)!, location: '', onHand: Number(row.on_hand) });
    }
    for (const row of rows.orders!) {
      if (row.status !== 'sold' && row.status !== 'returned') continue;
      const { sales } = movements.get(row.sku!)!;
      sales.day.push(dayOf(row.ordered_at!));
      sales.units.push(Number(row.quantity));
      sales.unitsReturned.push(Number(row.returned_quantity));
    }
    for (const { sku, onHand, layers } of truths.products) {
      const { firstStockedOn, ...own } = movements.get(sku)!;
      const ledger = replay(movementsOf(own, firstStockedOn), AS_OF);
      const told = ledger.layers.map((layer) => ({
        receivedOn: formatDay(layer.receivedOn),
        quantity: layer.quantity,
      }));
      expect([sku, ledger.onHand, told]).toEqual([sku, onHand, layers]);
    }
  });

  it('has elasticities of -2.6 on average within -5 and -0.8', () => {
    const values = truths.products.map((product) => product.elasticity);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-5);
    expect(Math.max(...values)).toBeLessThanOrEqual(-0.8);
    // 300 draws with standard deviation 0.9: four standard errors are 0.21.
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / 300 + 2.6)).toBeLessThan(0.21);
  });

  it('shows the planted pairs in its baskets', () => {
    const baskets = new Map<string, Set<string>>();
    for (const row of rows.orders!) {
      baskets.set(row.order_id!, (baskets.get(row.order_id!) ?? new Set<string>()).add(row.sku!));
    }
    expect(truths.pairs).toHaveLength(8);
    const partnersIn = (seller: string, partner: string, days: (day: number) => boolean) => {
      const with_ = rows.orders!.filter((row) => row.sku === seller && days(dayOf(row.ordered_at!)));
      return with_.filter((row) => baskets.get(row.order_id!)!.has(partner)).length / with_.length;
    };
    for (const { seller, partner, probability } of truths.pairs) {
      // From the partner's first stock on; it is not listed or in stock everywhere, so somewhat below the truth.
      const since = Math.min(...rows.receipts!.filter((row) => row.sku === partner).map((row) => dayOf(row.day!)));
      const share = partnersIn(seller, partner, (day) => day >= since);
      expect(share).toBeGreaterThan(probability * 0.5);
      expect(share).toBeLessThan(probability + 0.15);
    }
  });

  it('is told truly in docs/demo.md: every planted SKU stands in its row', () => {
    const page = readFileSync('docs/demo.md', 'utf8').split('\n');
    const told = (row: string) =>
      page
        .find((line) => line.startsWith(`| ${row}`))!
        .match(/\b[A-Z]{2}-\d{3}\b/g)!
        .sort();
    const pairs = truths.pairs.flatMap(({ seller, partner }) => [seller, partner]);
    expect(told('dead stock')).toEqual([...truths.stale.dead].sort());
    expect(told('slow sellers')).toEqual([...truths.stale.slow].sort());
    expect(told('overstock')).toEqual([...truths.stale.overstock].sort());
    expect(told('fresh restock')).toEqual([...truths.stale['fresh-over-old']].sort());
    expect(told('new arrivals')).toEqual([...truths.newArrivals].sort());
    expect(told('negative stock')).toEqual(truths.negativeStock);
    expect(told('unknown cost')).toEqual([...truths.unknownCost].sort());
    expect(told('unknown origin')).toEqual([...truths.unknownOrigin].sort());
    expect(told('bought together')).toEqual(pairs.sort());
    expect(told('supplier gaps')).toEqual(truths.supplyGaps.map(({ sku }) => sku).sort());
    expect(told('counts that differ')).toEqual(truths.shrinkage.map(({ sku }) => sku).sort());
  });
});
