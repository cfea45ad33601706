// Online Retail (docs/online-retail.md) as histories that the engine reads: real sales by product, country group and day;
// cancellations are left out. Nothing is known of stock, so that a product counts as in stock from its first sale on.
import { channelsOf, emptyHistory } from './demand-shops.mjs';

const load = (file) => import(new URL(`../dist/src/${file}.js`, import.meta.url));

export async function readRetail(path) {
  const { openTableFile } = await load('outside/files/open');
  const { headerScore } = await load('core/intake/header');
  const { placeColumns, readRetailRow, channelOfCountry } = await load('flow/demo/online-retail/rows');
  const products = new Map();
  const channels = [];
  let positions = null;
  let lastDay = 0;
  for await (const { cells } of (await openTableFile(path, (cells) => headerScore('orders', cells))).rows()) {
    for (const row of cells) {
      if (positions === null) {
        positions = placeColumns(row);
        continue;
      }
      const line = readRetailRow(row, positions);
      if (typeof line === 'string' || line.isCancellation) continue;
      const code = channelOfCountry(line.country);
      if (!channels.includes(code)) channels.push(code);
      const days = products.get(line.sku) ?? new Map();
      products.set(line.sku, days);
      const key = line.day * 100 + channels.indexOf(code) + 1;
      const day = days.get(key) ?? { units: 0, revenue: 0 };
      days.set(key, { units: day.units + line.quantity, revenue: day.revenue + line.quantity * line.unitPrice });
      lastDay = Math.max(lastDay, line.day);
    }
  }
  const histories = [...products.values()].map((days, i) => {
    const history = emptyHistory(i + 1, null, null);
    for (const [key, { units, revenue }] of [...days].sort(([one], [other]) => one - other)) {
      history.sales.day.push(Math.floor(key / 100));
      history.sales.channelId.push(key % 100);
      history.sales.units.push(units);
      history.sales.revenue.push(revenue);
      history.sales.unitsReturned.push(0);
    }
    return history;
  });
  return { histories, channels: channelsOf(channels), lastDay };
}
