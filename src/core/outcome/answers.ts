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

type Language = keyof Sentence;
type Interval = NonNullable<Outcome['unitsGained']>;

const AND: Sentence = { id: 'dan', en: 'and' };
const BETWEEN: Sentence = { id: 'antara', en: 'between' };

const plain = (language: Language, value: number): string => value.toLocaleString(language);
/** With its sign, so that more and less are told apart where both may be meant. */
const signed = (language: Language, value: number): string => `${value > 0 ? '+' : ''}${plain(language, value)}`;

function between(language: Language, { low, high }: Interval, scale: number, unit = ''): string {
  const [least, most] = [low, high].map((end) => `${signed(language, Math.round(end * scale) + 0)}${unit}`);
  return `${BETWEEN[language]} ${least} ${AND[language]} ${most}`;
}

/** What an offer brought, in one sentence per language. Whole per cent and units; the interval is one of 90 %. */
export function answerOf(outcome: Outcome): Sentence {
  const { state, uplift, unitsGained, after } = outcome;
  if (state !== 'measured' && state !== 'no-sales-before') return SILENT[state];
  if (unitsGained === null) return SILENT['no-controls'];
  const units = Math.round(unitsGained.value) + 0;
  if (uplift === null) {
    return {
      id: `Sebelumnya tidak ada penjualan; ${after.units} unit terjual, ${units} di antaranya karena penawaran (${between('id', unitsGained, 1)}).`,
      en: `Nothing was sold before; ${after.units} units were sold, ${units} of them because of the offer (${between('en', unitsGained, 1)}).`,
    };
  }
  const share = (value: number): number => Math.round(value * 100) + 0;
  const effect = effectOf(uplift);
  if (effect === 'none-seen') {
    return {
      id: `Tidak terlihat pengaruhnya: perubahan ${signed('id', share(uplift.value))} % (${between('id', uplift, 100, ' %')}) bisa kebetulan.`,
      en: `No effect is seen: a change of ${signed('en', share(uplift.value))} % (${between('en', uplift, 100, ' %')}) may be chance.`,
    };
  }
  const isMore = effect === 'more';
  return {
    id: `Terjual ${plain('id', Math.abs(share(uplift.value)))} % lebih ${isMore ? 'banyak' : 'sedikit'} daripada tanpa penawaran (${between('id', uplift, 100, ' %')}): ${plain('id', Math.abs(units))} unit.`,
    en: `Sold ${plain('en', Math.abs(share(uplift.value)))} % ${isMore ? 'more' : 'less'} than without the offer (${between('en', uplift, 100, ' %')}): ${plain('en', Math.abs(units))} units.`,
  };
}
