// How long does an export of Shopee take as it comes (31 columns, header recognised, orders put together) against a file of
// kind orders with the same lines, and does its memory stay the same when the file is four times as long?
//   Goals: 200,000 rows at most 2 times as long; 800,000 rows in at most 1.2 times the memory.
// Run `npm run build` first, then
//   node bench/exports.mjs
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { finished } from 'node:stream/promises';
import { openDatabase } from '../dist/src/db/database.js';
import { migrate } from '../dist/src/db/migrate.js';
import { ingest } from '../dist/src/flow/ingest.js';

const ROUNDS = 3;
let count = 0;
const SHOP = { name: 'B', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta', locale: 'id', isDemo: false };
const TITLES =
  'No. Pesanan,Status Pesanan,Alasan Pembatalan,Status Pembatalan/ Pengembalian,No. Resi,Opsi Pengiriman,Waktu Pesanan Dibuat,' +
  'Waktu Pembayaran Dilakukan,Metode Pembayaran,SKU Induk,Nama Produk,Nomor Referensi SKU,Nama Variasi,Harga Awal,' +
  'Harga Setelah Diskon,Jumlah,Returned quantity,Subtotal Pesanan,Total Diskon,Diskon Dari Penjual,Diskon Dari Shopee,' +
  'Voucher Ditanggung Penjual,Voucher Ditanggung Shopee,Paket Diskon (Diskon dari Penjual),Total Pembayaran,' +
  'Catatan dari Pembeli,Username (Pembeli),Nama Penerima,No. Telepon,Alamat Pengiriman,Kota/Kabupaten';

if (process.argv[2] === '--import') await importInThisProcess(process.argv[3], process.argv[4]);
else await compare();

/** Alone in a process, so that its peak of memory is its own. */
async function importInThisProcess(url, file) {
  const db = await openDatabase(url);
  const started = performance.now();
  const job = await ingest(db, { path: file }, { kind: 'orders', createdBy: 'bench', createProducts: true });
  const seconds = (performance.now() - started) / 1000;
  await db.close();
  if (job.state !== 'done') throw new Error(JSON.stringify(job.error));
  console.log(JSON.stringify({ seconds, totals: job.totals, peakMb: process.resourceUsage().maxRSS / 1024 }));
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
  try {
    const small = await write(folder, 200_000);
    const large = await write(folder, 800_000);
    for (let round = 1; round <= ROUNDS; round++) {
      const plain = await apart(folder, small.plain);
      const exported = await apart(folder, small.exported);
      tell('200,000 rows', exported, plain);
      if (round === 1) tell('800,000 rows', await apart(folder, large.exported), exported);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function apart(folder, file) {
  const url = `sqlite:${join(folder, `bench-${count++}.sqlite`)}`;
  const db = await openDatabase(url);
  await migrate(db);
  await db.query('INSERT INTO setting (name, value) VALUES (?, ?)', ['shop', JSON.stringify(SHOP)]);
  await db.query("INSERT INTO channel (code, name, isMarketplace, isActive, isHeld) VALUES ('shopee', 'S', 1, 1, 0)");
  await db.close();
  const child = spawnSync(process.execPath, [import.meta.filename, '--import', url, file], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
}

function tell(what, { seconds, totals, peakMb }, against) {
  console.log(
    `${what}: ${seconds.toFixed(2)} s, peak ${peakMb.toFixed(0)} MB (${totals.inserted} lines); against ` +
      `${against.seconds.toFixed(2)} s, ${against.peakMb.toFixed(0)} MB: ` +
      `ratio ${(seconds / against.seconds).toFixed(2)}, memory ${(peakMb / against.peakMb).toFixed(2)}`,
  );
}

/** The same lines as an export and as a file of orders: 2 lines an order, 4,000 products, a year's trade. */
async function write(folder, rows) {
  const exported = join(folder, `export-${rows}.csv`);
  const plain = join(folder, `plain-${rows}.csv`);
  const [toExport, toPlain] = [createWriteStream(exported), createWriteStream(plain)];
  toExport.write(`${TITLES}\n`);
  toPlain.write('order_id,ordered_at,channel,sku,quantity,unit_price,list_price,seller_discount,status\n');
  let seed = 42;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const money = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, '.');
  for (let n = 0; n < rows; n++) {
    const order = Math.floor(n / 2);
    const id = `25${String(order).padStart(10, '0')}XY`;
    const when = new Date(Date.UTC(2025, 0, 1) + order * 60_000).toISOString();
    const at = `${when.slice(0, 10)} ${when.slice(11, 16)}`;
    const sku = `SKU-${n % 2}${Math.floor(random() ** 3 * 2_000)}`;
    const price = 10_000 + Math.floor(random() * 900) * 100;
    const quantity = 1 + Math.floor(random() * 3);
    toExport.write(
      `${id},Selesai,,,JP${n},Reguler,${at},${at},COD,,Produk nomor ${sku},${sku},"Hitam,L",${money(price + 5_000)},${money(price)},` +
        `${quantity},0,${money(price * quantity)},5.000,5.000,0,0,0,0,${money(price * quantity)},` +
        `catatan pembeli,pembeli${order},Nama Penerima ${order},62812${n},"Jl. Contoh No. ${n}, RT 01",KOTA BOGOR\n`,
    );
    const isFull = !toPlain.write(`${id},${at},shopee,${sku},${quantity},${price},${price + 5_000},5000,sold\n`);
    if (isFull) await once(toPlain, 'drain');
  }
  toExport.end();
  toPlain.end();
  await Promise.all([finished(toExport), finished(toPlain)]);
  return { exported, plain };
}
