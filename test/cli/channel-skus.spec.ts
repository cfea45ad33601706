import { describe, expect, it } from 'vitest';
import { folderWith, json, larisin } from './larisin.js';

const ORDERS = [
  'No. Pesanan,Status Pesanan,Waktu Pesanan Dibuat,Nama Produk,Nomor Referensi SKU,Nama Variasi,Harga Awal,Harga Setelah Diskon,Jumlah,Returned quantity',
  'A1,Selesai,2026-03-01 10:00,Kaos Polos,KAOS-H,Hitam,100.000,75.000,2,0',
  'A2,Selesai,2026-03-02 10:00,Kaos Polos,kaos putih lama,Putih,100.000,80.000,1,0',
  'A3,Selesai,2026-03-03 10:00,Topi Rajut,,Merah,50.000,50.000,3,0',
].join('\n');

describe('larisin channel-skus', () => {
  const cwd = folderWith({
    'products.csv': 'sku,name\nKAOS-H,Kaos hitam\nKAOS-P,Kaos putih\nTOPI,Topi\n',
    'shopee.csv': ORDERS,
  });

  it('tells what rows wait for, takes a filled-in list or one pair, and brings the rows in', async () => {
    await larisin(['import', 'products', 'products.csv'], { cwd });
    const [read] = await json<object[]>(['import', 'orders', 'shopee.csv'], { cwd });
    expect(read).toMatchObject({ state: 'done', inserted: 1, waiting: 2, rejected: 0 });
    const reread = await larisin(['import', 'orders', 'shopee.csv'], { cwd });
    expect(reread.stderr).toContain('larisin channel-skus unmapped <channel>');
    const csv = (await larisin(['channel-skus', 'unmapped', 'shopee', '--format', 'csv'], { cwd })).stdout;
    expect(csv.split('\n').slice(0, 3)).toEqual([
      'channel_sku,name,rows,units,money,first_day,last_day,sku,not_ours',
      'Topi Rajut (Merah),Topi Rajut (Merah),1,3,150000,2026-03-03,2026-03-03,,',
      'kaos putih lama,Kaos Polos (Putih),1,1,80000,2026-03-02,2026-03-02,,',
    ]);
    const words = csv.replace('2026-03-02,,\n', '2026-03-02,KAOS-P,\n').replace('2026-03-03,,\n', '2026-03-03,,ya\n');
    const filled = folderWith({ 'filled.csv': words });
    const many = await larisin(['channel-skus', 'import', 'shopee', `${filled}/filled.csv`], { cwd });
    expect([many.code, many.stdout]).toEqual([0, '2 of 2 are new or changed.\n']);
    expect(many.stderr).toContain('Rows that had waited (orders): 1 new');
    const [aside] = await json<object[]>(['channel-skus', 'list', 'shopee', '--not-ours'], { cwd });
    expect(aside).toMatchObject({ channel_sku: 'Topi Rajut (Merah)', sku: null, not_ours: true, aside: 1 });
    const [ignored] = await json<object[]>(['import', 'orders', 'shopee.csv'], { cwd });
    expect(ignored).toMatchObject({ unchanged: 2, ignored: 1, waiting: 0, rejected: 0 });
    const one = await larisin(['channel-skus', 'map', 'shopee', 'Topi Rajut (Merah)', 'TOPI'], { cwd });
    expect(one.stderr).toContain('Rows that had waited (orders): 1 new');
    expect(await json<object[]>(['channel-skus', 'unmapped', 'shopee'], { cwd })).toEqual([]);
    const [again] = await json<object[]>(['import', 'orders', 'shopee.csv'], { cwd });
    expect(again).toMatchObject({ unchanged: 3, waiting: 0 });
  });

  it('lists, exports and forgets, and refuses what cannot be', async () => {
    const said = await json<object[]>(['channel-skus', 'list', 'shopee'], { cwd });
    expect(said).toMatchObject([
      { channel_sku: 'Topi Rajut (Merah)', sku: 'TOPI', source: 'said' },
      { channel_sku: 'kaos putih lama', sku: 'KAOS-P' },
    ]);
    const exported = (await larisin(['channel-skus', 'export', 'shopee'], { cwd })).stdout;
    expect(exported).toContain('kaos putih lama,KAOS-P,Kaos putih,said,false,0');
    expect((await larisin(['channel-skus', 'forget', 'shopee', 'kaos putih lama'], { cwd })).code).toBe(0);
    const gone = await larisin(['channel-skus', 'forget', 'shopee', 'kaos putih lama'], { cwd });
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('Nobody has said')]);
    const two = await larisin(['channel-skus', 'not-ours', 'shopee', 'sampel', 'stiker', 'sampel'], { cwd });
    expect(two.stdout).toBe('2 of 2 are new or changed.\n');
    const back = folderWith({ 'said.csv': (await larisin(['channel-skus', 'export', 'shopee'], { cwd })).stdout });
    const same = await larisin(['channel-skus', 'import', 'shopee', `${back}/said.csv`], { cwd });
    expect(same.stdout).toBe('0 of 3 are new or changed.\n');
    const unknown = await larisin(['channel-skus', 'map', 'shopee', 'x', 'NOPE'], { cwd });
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('NOPE')]);
    const files = folderWith({
      'both.csv': 'channel_sku,sku,not_ours\nx,TOPI,yes\n',
      'bad.csv': 'channel_sku,sku\n1.72938E+18,TOPI\n',
      'other.csv': 'a,b\n1,2\n',
    });
    const bad = await larisin(['channel-skus', 'import', 'shopee', `${files}/bad.csv`], { cwd });
    expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining('line 2')]);
    const both = await larisin(['channel-skus', 'import', 'shopee', `${files}/both.csv`], { cwd });
    expect([both.code, both.stderr]).toEqual([1, expect.stringContaining('line 2: it has a sku, and yes')]);
    const other = await larisin(['channel-skus', 'import', 'shopee', `${files}/other.csv`], { cwd });
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('channel_sku')]);
  });

  it('learns what a word for the state of an order means', async () => {
    expect((await larisin(['order-words', 'say', 'ebay', 'x', 'hold'], { cwd })).stderr).toContain('no export ebay');
    expect((await larisin(['order-words', 'say', 'lazada-orders', 'x', 'sold'], { cwd })).code).toBe(2);
    expect((await larisin(['order-words', 'say', 'lazada-orders', 'Packed_Well', 'underway'], { cwd })).code).toBe(0);
    const words = await json<{ word: string }[]>(['order-words', 'list'], { cwd });
    expect(words).toContainEqual(
      expect.objectContaining({ export: 'lazada-orders', word: 'packed well', isOwn: true }),
    );
    expect((await larisin(['order-words', 'forget', 'lazada-orders', 'packed well'], { cwd })).code).toBe(0);
    expect((await larisin(['order-words', 'forget', 'lazada-orders', 'packed well'], { cwd })).code).toBe(1);
  });
});
