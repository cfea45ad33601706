import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quoteCsvCell } from '../../core/intake/escape.js';
import type { ImportKind } from '../../core/intake/records.js';
import { dayParts, formatDay, type Day } from '../../core/units.js';
import { DEMO_CHANNELS, planDemoShop, roundShopPrice, type DemoPlan } from './plan.js';
import { simulateDemoShop, type DemoHistory } from './simulate.js';
import { tellTruths, type DemoTruths } from './truths.js';

export interface DemoFile {
  kind: ImportKind;
  path: string;
}

type Row = (string | number | null)[];
type Table = { kind: ImportKind; header: string; rows: Row[] };

/** Weeks of competitors' prices before the as-of day, seen on Mondays. */
const COMPETITOR_WEEKS = 8;

/**
 * Writes a demo shop as import files into a directory (made when missing): 300 products, 5 channels, 180 days that end on
 * `asOf`. Give the last complete day, since orders run until 23:00 Jakarta time (+07:00). The same day and seed give the
 * same bytes. Files come in the order in which they are to be imported; beside them stands truths.json.
 */
export async function writeDemoShop(
  dir: string,
  asOf: Day,
  seed = 1,
): Promise<{ files: DemoFile[]; truths: DemoTruths }> {
  const plan = planDemoShop(asOf, seed);
  const history = simulateDemoShop(plan);
  const truths = tellTruths(plan, history);
  await mkdir(dir, { recursive: true });
  const files: DemoFile[] = [];
  for (const { kind, header, rows } of tables(plan, history)) {
    const path = join(dir, `${kind}.csv`);
    const lines = rows.map((row) => row.map((cell) => quoteCsvCell(String(cell ?? ''))).join(','));
    await writeFile(path, `${header}\n${lines.join('\n')}\n`);
    files.push({ kind, path });
  }
  await writeFile(join(dir, 'truths.json'), `${JSON.stringify(truths, null, 2)}\n`);
  return { files, truths };
}

function tables(plan: DemoPlan, history: DemoHistory): Table[] {
  const sku = (product: number) => plan.products[product]!.sku;
  return [
    { kind: 'products', header: 'sku,name,category,tags,cost,price,first_stocked_on', rows: productRows(plan) },
    { kind: 'listings', header: 'channel,sku,price,external_id,min_price', rows: listingRows(plan) },
    {
      kind: 'receipts',
      header: 'day,sku,quantity,unit_cost,reference',
      rows: history.receipts.map((row) => [
        formatDay(row.day),
        sku(row.product),
        row.quantity,
        row.unitCost,
        row.reference,
      ]),
    },
    {
      kind: 'inventory',
      header: 'day,sku,on_hand',
      rows: history.counts.map((row) => [formatDay(row.day), sku(row.product), row.onHand]),
    },
    {
      kind: 'orders',
      header:
        'order_id,ordered_at,channel,sku,quantity,unit_price,line_id,list_price,seller_discount,status,returned_quantity',
      rows: history.lines.map((line) => [
        line.orderId,
        timeText(line.day, line.minute),
        DEMO_CHANNELS[line.channel]!,
        sku(line.product),
        line.quantity,
        line.unitPrice,
        line.lineId,
        line.listPrice,
        line.sellerDiscount === 0 ? null : line.sellerDiscount,
        line.status,
        line.returnedQuantity,
      ]),
    },
    { kind: 'competitor_prices', header: 'day,channel,sku,price,competitor', rows: competitorRows(plan) },
  ];
}

function productRows(plan: DemoPlan): Row[] {
  return plan.products.map((product) => [
    product.sku,
    product.name,
    product.category,
    product.role === 'new-arrival' ? 'new' : null,
    product.isCostKnown ? product.cost : null,
    product.price,
    product.firstStockedOn === null ? null : formatDay(product.firstStockedOn),
  ]);
}

function listingRows(plan: DemoPlan): Row[] {
  return plan.products.flatMap((product, index) =>
    product.listPrices.flatMap((price, channel): Row[] => {
      if (price === null) return [];
      const externalId = channel < 3 ? String((channel + 2) * 10_000_000_000 + index * 7_919_003) : null;
      // Some brands forbid deep cuts: one product in twelve may not go under 80 %.
      const minPrice = index % 12 === 5 ? roundShopPrice(price * 0.8) : null;
      return [[DEMO_CHANNELS[channel]!, product.sku, price, externalId, minPrice]];
    }),
  );
}

function competitorRows(plan: DemoPlan): Row[] {
  const lastMonday = plan.asOf - (dayParts(plan.asOf).weekday - 1);
  const rows: Row[] = [];
  for (let day = lastMonday - 7 * (COMPETITOR_WEEKS - 1); day <= lastMonday; day += 7) {
    for (const product of plan.products) {
      for (const { channel, competitor, ratio } of product.competitors) {
        const price = roundShopPrice(product.listPrices[channel]! * ratio);
        rows.push([formatDay(day), DEMO_CHANNELS[channel]!, product.sku, price, competitor]);
      }
    }
  }
  return rows;
}

function timeText(day: Day, minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${formatDay(day)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00+07:00`;
}
