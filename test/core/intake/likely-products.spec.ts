import { describe, expect, it } from 'vitest';
import { LikelyProducts } from '../../../src/core/intake/likely-products.js';

const SHOP = [
  { sku: 'KH-L', name: 'Kaos polos hitam L' },
  { sku: 'KH-M', name: 'Kaos polos hitam M' },
  { sku: 'KP-L', name: 'Kaos polos putih L' },
  { sku: 'SEPATU-LARI-42', name: 'Sepatu lari pria' },
  { sku: 'TOPI', name: 'Topi rajut' },
];

function likely(channelSku: string, name: string | null): string[] {
  const search = new LikelyProducts([{ channelSku, name }]);
  for (const product of SHOP) search.look(product);
  return search
    .answer()
    .get(channelSku)!
    .map(({ sku }) => sku);
}

describe('the products that a channel may mean', () => {
  it('are those with the same words in their name, the closest first', () => {
    expect(likely('1729384756102938475', 'Kaos Polos - Hitam, L')).toEqual(['KH-L', 'KH-M', 'KP-L']);
  });

  it('are told by the SKU alone, whatever its signs and case, and with a slip of the pen', () => {
    expect(likely('sepatu_lari_42', null)[0]).toBe('SEPATU-LARI-42');
    expect(likely('SEPATU-LARY-42', null)[0]).toBe('SEPATU-LARI-42');
    expect(likely('SEPATULARI43', null)).toEqual([]);
  });

  it('are none where nothing but chance is shared', () => {
    expect(likely('999', 'Jaket kulit wanita')).toEqual([]);
    expect(likely('x', null)).toEqual([]);
  });
});
