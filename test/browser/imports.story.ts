import { rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { larisin, serve } from './program.js';
import { expect, inBoth, logIn, test } from './story.js';

const WORDS = {
  id: {
    begin: 'Mulai dalam tiga langkah',
    kind: 'Isi berkas',
    counts: 'Hitungan stok',
    readAs: (title: string) => `"${title}" dibaca sebagai`,
    stock: 'Stok *',
    day: 'Tanggal untuk semua baris',
    check: 'Periksa dulu',
    clean: 'semua baris benar',
    bad: '3 dari 23 baris belum bisa diterima',
    import: 'Impor sekarang',
    good: 'Impor 20 baris yang benar saja',
    in: 'Sudah masuk',
    run: 'Jalankan sekarang',
    ran: 'Analisis pertama selesai',
    suggestions: '2 usulan ditemukan.',
    remembered: 'diingat dari sisa gudang.csv',
    imports: 'Impor data',
    known: 'Dikenali sebagai BigSeller: pesanan',
    channel: 'Kanal',
    rejects: 'Baris yang ditolak',
    reason: 'Tanggal itu tidak ada di kalender.',
    forget: 'Lupakan pasangan kolom dari sisa baru.csv',
    empty: 'Berkas ini kosong',
    utf16: 'Simpan ulang sebagai "CSV UTF-8"',
    latin: 'UTF-8',
    cut: 'Berkas ini rusak',
    wide: 'Judul kolomnya terlalu banyak',
    waits: '2 baris menunggu produk',
    unknown: 'SKU yang belum dikenal',
    means: 'Arti "dikemas rapi"',
    say: 'Simpan arti kata',
    take: 'Pilih Kaos Hitam untuk Kaos Hitam Polos',
    match: 'Simpan pilihan (2)',
    notOurs: 'Bukan barang toko: Stiker Bonus',
    waited: 'Baris yang tadinya menunggu produk',
    remove: (name: string) => `Singkirkan ${name}`,
  },
  en: {
    begin: 'Begin in three steps',
    kind: 'What it holds',
    counts: 'Stock counts',
    readAs: (title: string) => `"${title}" is read as`,
    stock: 'Stock *',
    day: 'Day of all rows',
    check: 'Check first',
    clean: 'all rows are good',
    bad: '3 of 23 rows cannot be taken',
    import: 'Import now',
    good: 'Import only the 20 good rows',
    in: 'It is in',
    run: 'Run now',
    ran: 'The first run is done',
    suggestions: '2 suggestions were found.',
    remembered: 'remembered from sisa gudang.csv',
    imports: 'Imports',
    known: 'Recognised as BigSeller: pesanan',
    channel: 'Channel',
    rejects: 'Rejected rows',
    reason: 'The calendar has no such day.',
    forget: 'Forget the columns remembered from sisa baru.csv',
    empty: 'The file is empty',
    utf16: 'Save it as "CSV UTF-8"',
    latin: 'not UTF-8',
    cut: 'damaged',
    wide: 'The header has 5000 columns',
    waits: '2 rows wait for a product',
    unknown: 'SKUs that are not known',
    means: 'Meaning of "dikemas rapi"',
    say: 'Save the meanings',
    take: 'Choose Kaos Hitam for Kaos Hitam Polos',
    match: 'Save choices (2)',
    notOurs: 'Not the shop’s: Stiker Bonus',
    waited: 'Rows that had waited for their product',
    remove: (name: string) => `Put ${name} aside`,
  },
};

interface SmallFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const file = (name: string, content: string | Buffer): SmallFile => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
});

const PRODUCTS = file(
  'produk.csv',
  'SKU;Nama Produk;HPP;Harga\nK-1;Kaos Hitam;40000;99900\nK-2;Kaos Putih;40000;89900\n',
);
const RECEIPTS = file(
  'masuk.csv',
  'Tanggal,SKU,Jumlah,HPP,No Faktur\n2026-03-10,K-1,80,40000,F-1\n2026-03-10,K-2,60,40000,F-2\n',
);
const OWN = 'Kode;Sisa Fisik;Rak\nK-1;61;A\nK-2;49;B\n';
/** Twenty days of a sale each, and three rows that cannot be taken. */
const SALES = file(
  'penjualan.csv',
  'Tanggal,Kanal,SKU,Terjual\n' +
    Array.from(
      { length: 20 },
      (_, day) => `2026-11-${String(day + 1).padStart(2, '0')},shopee,K-${1 + (day % 2)},1\n`,
    ).join('') +
    '2026-02-30,shopee,K-1,1\n2026-11-03,shopee,X-9,1\n2026-11-03,shoppe,K-1,1\n',
);

/** As Shopee exports orders, with two SKUs that the shop does not know. */
const EXPORT =
  'No. Pesanan,Status Pesanan,Waktu Pesanan Dibuat,Nama Produk,Nomor Referensi SKU,Harga Awal,Harga Setelah Diskon,Jumlah\n' +
  'A1,Selesai,2026-11-21 10:00,Kaos Hitam Polos,hitam-lama,99.900,89.900,2\n' +
  'A1,Selesai,2026-11-21 10:00,Stiker Bonus,stiker,0,0,1\n';

/** With a state that nobody knows yet. */
const PACKED = EXPORT.split('\n')[0] + '\nC1,Dikemas Rapi,2026-11-21 10:00,Kaos,K-1,99.900,89.900,1\n';

/** As BigSeller exports orders, without a column that says of which marketplace. */
const UNSAID =
  'Nomor Pesanan,Waktu Pesanan Dibuat,Nama Panggilan Toko BigSeller,SKU,Jumlah,Subtotal Produk,Status Pesanan\n' +
  'B1,2026-11-22 10:00,Toko Satu,K-1,2,179.800,Selesai\n';

const put = (page: Page, ...files: SmallFile[]) => page.locator('input[type=file]').setInputFiles(files);

/** An empty shop beside the demo shop. */
const fresh = test.extend<{ shop: { url: string; file: string } }>({
  shop: async ({}, use, info) => {
    const path = info.outputPath('fresh.sqlite');
    larisin(path, ['migrate']);
    const { url, stop } = await serve(path);
    await use({ url, file: path });
    await stop();
    rmSync(`${path}-data`, { recursive: true, force: true });
  },
});

for (const view of [
  { width: 390, language: 'id' },
  { width: 1440, language: 'en' },
] as const) {
  fresh.describe(`${view.width} px, ${view.language}`, () => {
    fresh.use({ view });

    fresh('a new shop comes to its first suggestions in three steps', async ({ page, shop }, info) => {
      const words = WORDS[view.language];
      await logIn(page, 'owner');
      await page.goto('/start');
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      const card = (name: string) => page.getByRole('article', { name, exact: true });

      // All at once and in any order: products are asked for first, the others wait for them.
      await put(page, SALES, file('sisa gudang.csv', OWN), RECEIPTS, PRODUCTS);
      await expect(card('produk.csv').getByText(words.clean)).toBeVisible();
      await expect(card('masuk.csv').getByText('produk.csv')).toBeVisible();
      await card('produk.csv').getByRole('button', { name: words.import }).click();
      await expect(card('produk.csv').getByText(words.in)).toBeVisible();
      await card('masuk.csv').getByRole('button', { name: words.import }).click();
      await expect(card('masuk.csv').getByText(words.in)).toBeVisible();

      // Titles of its own: said once, and remembered.
      const own = card('sisa gudang.csv');
      await own.getByRole('combobox', { name: words.kind }).click();
      await page.getByRole('option', { name: words.counts }).click();
      for (const [title, column] of [
        ['Kode', 'SKU *'],
        ['Sisa Fisik', words.stock],
      ] as const) {
        await own.getByRole('combobox', { name: words.readAs(title) }).click();
        await page.getByRole('option', { name: column }).click();
      }
      await own.getByLabel(words.day).fill('2026-11-24');
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await own.getByRole('button', { name: words.check }).click();
      await expect(own.getByText(words.clean)).toBeVisible();
      await own.getByRole('button', { name: words.import }).click();
      await expect(own.getByText(words.in)).toBeVisible();

      // A file with bad rows says which and why; its good rows can be taken.
      await expect(card('penjualan.csv').getByText(words.bad)).toBeVisible();
      await card('penjualan.csv').getByRole('button', { name: words.good }).click();
      await expect(card('penjualan.csv').getByText(words.in)).toBeVisible();

      await page.getByRole('button', { name: words.run }).click();
      await expect(page.getByText(words.ran)).toBeVisible();
      await expect(page.getByText(words.suggestions)).toBeVisible();
      await expectAccessible(page);

      // The next file with these titles needs no more than its day.
      await page.goto('/imports');
      await put(page, file('sisa baru.csv', OWN.replace('61', '60')));
      await expect(card('sisa baru.csv').getByText(words.remembered)).toBeVisible();
      await card('sisa baru.csv').getByLabel(words.day).fill('2026-11-25');
      await card('sisa baru.csv').getByRole('button', { name: words.import }).click();
      await expect(card('sisa baru.csv').getByText(words.in)).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await page.getByRole('button', { name: words.forget }).click();
      await expect(page.getByRole('button', { name: words.forget })).toHaveCount(0);

      // An export is known by its titles; where it does not name its channel, that is asked for.
      const unsaid = card('bigseller.csv');
      await put(page, file('bigseller.csv', UNSAID));
      await expect(unsaid.getByText(words.known)).toBeVisible();
      await expect(unsaid.getByRole('button', { name: words.check })).toBeDisabled();
      await unsaid.getByRole('combobox', { name: words.channel, exact: true }).click();
      await page.getByRole('option', { name: 'Shopee' }).click();
      await expect(unsaid.getByText(words.clean).or(unsaid.getByRole('button', { name: words.check }))).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await unsaid.getByRole('button', { name: words.import }).click();
      await expect(unsaid.getByText(words.in)).toBeVisible();

      // A word for a state is explained where it was met, and the file is checked again by itself.
      const packed = card('dikemas.csv');
      await put(page, file('dikemas.csv', PACKED));
      await packed.getByRole('combobox', { name: words.means }).selectOption('underway');
      await expectAccessible(page);
      await packed.getByRole('button', { name: words.say }).click();
      await expect(packed.getByText(words.clean)).toBeVisible();

      // What a channel calls a product is said once; what had waited for it comes in.
      const path = info.outputPath('Order.all.csv');
      writeFileSync(path, EXPORT);
      larisin(shop.file, ['import', 'orders', path]);
      await page.reload();
      await expect(page.getByText(words.waits)).toBeVisible();
      await page.getByRole('button', { name: words.take }).click();
      await page.getByRole('checkbox', { name: words.notOurs }).check();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await page.getByRole('button', { name: words.match }).click();
      await expect(page.getByRole('heading', { name: words.unknown })).toHaveCount(0);
      await expect(page.getByRole('link', { name: words.waited })).toBeVisible();

      await page.getByRole('link', { name: 'penjualan.csv' }).first().click();
      await expect(page.getByRole('table', { name: words.rejects }).getByText(words.reason)).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  });
}

inBoth(
  'what is no table is told in plain words, and changes nothing',
  async ({ page, view }) => {
    const words = WORDS[view.language];
    await logIn(page, 'merchandiser');
    await page.goto('/imports');
    const packed = gzipSync('Tanggal,SKU,Stok\n' + '2026-11-24,K-1,5\n'.repeat(9_000));
    const damaged = Buffer.concat([packed.subarray(0, 12), Buffer.alloc(200, 255)]);
    const hostile: [SmallFile, string][] = [
      [file('kosong.csv', ''), words.empty],
      [file('utf16.csv', Buffer.from('\uFEFFSKU;Nama\nA;B\n', 'utf16le')), words.utf16],
      [file('latin.csv', Buffer.from('SKU;Nama\nA;Caf\xe9\n', 'latin1')), words.latin],
      [file('rusak.csv.gz', damaged), words.cut],
      [file('lebar.csv', `${Array.from({ length: 5_000 }, (_, at) => `k${at}`).join(',')}\n1\n`), words.wide],
    ];
    await put(page, ...hostile.map(([each]) => each));
    for (const [{ name }, sentence] of hostile) {
      await expect(page.getByRole('article', { name, exact: true }).getByRole('alert')).toContainText(sentence);
    }
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    for (const [{ name }] of hostile) await page.getByRole('button', { name: words.remove(name) }).click();
    await expect(page.getByRole('article')).toHaveCount(0);
  },
  {
    views: [
      { width: 390, language: 'en' },
      { width: 1440, language: 'id' },
    ],
  },
);

test.describe('390 px, id', () => {
  test.use({ view: { width: 390, language: 'id' } });
  test('a viewer sees what was imported, and is offered no more', async ({ page }) => {
    await logIn(page, 'viewer');
    await page.goto('/imports');
    await expect(page.getByRole('table')).toBeVisible();
    await expect(page.locator('input[type=file]')).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    await page.goto('/start');
    await expect(page.getByText('Data toko diimpor oleh pengelola harga atau pemilik.')).toBeVisible();
    await expectAccessible(page);
  });
});
