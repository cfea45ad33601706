import type { Outcome } from './outcome.js';
import { effectOf } from './outcome.js';

interface Sentence {
  id: string;
  en: string;
}

/** Why nothing is measured, for people. */
const SILENT: Record<Exclude<Outcome['state'], 'measured' | 'no-sales-before'>, Sentence> = {
  'too-early': {
    id: 'Terlalu dini: baru terukur setelah 7 hari penuh.',
    en: 'Too early to tell: an offer is measured from 7 whole days on.',
  },
  'too-short': {
    id: 'Penawaran berjalan kurang dari 3 hari penuh: terlalu singkat untuk diukur.',
    en: 'The offer ran for less than 3 whole days: too short to be measured.',
  },
  'too-little-before': {
    id: 'Sebelumnya kurang dari 14 hari ada stok: tidak ada pembanding.',
    en: 'There were less than 14 days with stock before: nothing to compare with.',
  },
  'sold-out': {
    id: 'Stok kosong sepanjang masa itu: tidak ada yang bisa diukur.',
    en: 'It was sold out all the time: nothing to measure.',
  },
  'returns-only': {
    id: 'Selama penawaran hanya ada retur, tidak ada penjualan.',
    en: 'There were only returns during the offer, no sales.',
  },
  'one-sale': {
    id: 'Hanya satu unit terjual sebelum dan selama penawaran: terlalu sedikit.',
    en: 'A single unit was sold before and during the offer: too little to tell.',
  },
  'no-controls': {
    id: 'Tidak ada cukup produk tanpa perubahan harga sebagai pembanding.',
    en: 'There are not enough products whose price stood still to compare with.',
  },
};

/** What an offer brought, in one sentence per language. Whole per cent and units; the interval is one of 90 %. */
export function answerOf(outcome: Outcome): Sentence {
  const { state, uplift, unitsGained, after } = outcome;
  if (state !== 'measured' && state !== 'no-sales-before') return SILENT[state];
  if (unitsGained === null) return SILENT['no-controls'];
  const range = `${Math.round(unitsGained.low)} .. ${Math.round(unitsGained.high)}`;
  const units = Math.round(unitsGained.value) + 0;
  if (uplift === null) {
    return {
      id: `Sebelumnya tidak ada penjualan; ${after.units} unit terjual, ${units} di antaranya karena penawaran (${range}).`,
      en: `Nothing was sold before; ${after.units} units were sold, ${units} of them because of the offer (${range}).`,
    };
  }
  const share = (value: number): number => Math.round(value * 100) + 0;
  const interval = `${share(uplift.low)} .. ${share(uplift.high)} %`;
  const effect = effectOf(uplift);
  if (effect === 'none-seen') {
    return {
      id: `Tidak terlihat pengaruhnya: perubahan ${share(uplift.value)} % (${interval}) bisa kebetulan.`,
      en: `No effect is seen: a change of ${share(uplift.value)} % (${interval}) may be chance.`,
    };
  }
  const isMore = effect === 'more';
  return {
    id: `Terjual ${Math.abs(share(uplift.value))} % lebih ${isMore ? 'banyak' : 'sedikit'} daripada tanpa penawaran (${interval}): ${units} unit.`,
    en: `Sold ${Math.abs(share(uplift.value))} % ${isMore ? 'more' : 'less'} than without the offer (${interval}): ${units} units.`,
  };
}
