import { z } from 'zod';
import type { EventType } from '../core/rules/rule.js';

/** What editors and documents say of the parts of a rule file, in both languages. */
export interface Words {
  id: string;
  en: string;
}

/** Both languages as one description, the Indonesian line first. */
export function said(words: Words): { description: string } {
  return { description: `${words.id}\n${words.en}` };
}

/** The keys of a rule file. */
export const FRAME_WORDS = {
  $schema: {
    id: 'Membuat editor melengkapi dan memeriksa berkas ini.',
    en: 'Makes an editor complete and check this file.',
  },
  name: {
    id: 'Nama aturan: huruf kecil dengan tanda hubung, tidak boleh sama dengan aturan lain; biasanya juga nama berkasnya.',
    en: 'Lower-case words with hyphens, unique in the set; by custom also the name of the file.',
  },
  title: {
    id: 'Satu kalimat dalam dua bahasa; tampil di setiap usulan.',
    en: 'One sentence in both languages, `id` and `en`; shown with every suggestion.',
  },
  version: { id: 'Hitungan Anda sendiri.', en: 'Yours to count.' },
  enabled: {
    id: '`false` mematikan aturan ini; contohnya tetap diperiksa.',
    en: '`false` switches it off; its examples are still run.',
  },
  owner: { id: 'Siapa yang mengurus aturan ini.', en: 'Who looks after it.' },
  validFrom: { id: 'Hari pertama berlaku (termasuk), YYYY-MM-DD.', en: 'The first day, inclusive, `YYYY-MM-DD`.' },
  validTo: { id: 'Hari terakhir berlaku (termasuk), YYYY-MM-DD.', en: 'The last day, inclusive, `YYYY-MM-DD`.' },
  channels: { id: 'Hanya di kanal ini (kode kanal).', en: 'Only on these channels (their codes).' },
  categories: { id: 'Hanya untuk kategori ini.', en: 'Only for these categories.' },
  priority: {
    id: 'Bilangan bulat, 1 atau lebih; yang tertinggi menang.',
    en: 'Whole number, 1 or more; the highest wins.',
  },
  conditions: { id: 'Kapan aturan ini berlaku.', en: 'When it fires.' },
  event: { id: 'Apa yang diusulkan.', en: 'What it proposes.' },
  examples: {
    id: 'Contoh: sedikitnya satu yang berlaku dan satu yang tidak.',
    en: 'At least one in which it fires and one in which it does not.',
  },
} as const satisfies Record<string, Words>;

/** The keys of a condition. */
export const CONDITION_WORDS = {
  fact: { id: 'Fakta yang dibandingkan.', en: 'The fact that is compared.' },
  operator: { id: 'Cara membandingkan; tergantung jenis faktanya.', en: 'How to compare; depends on the fact.' },
  value: {
    id: 'Nilai pembanding: nilai sejenis faktanya, daftar untuk in / notIn, atau {"fact": "..."}.',
    en: 'What to compare with: a value of the fact’s type, a list for in / notIn, or {"fact": "..."}.',
  },
  all: { id: 'Semua harus benar.', en: 'All of them must hold.' },
  any: { id: 'Salah satu saja cukup.', en: 'One of them is enough.' },
  not: { id: 'Harus tidak benar.', en: 'It must not hold.' },
  condition: {
    id: 'Nama kondisi bersama dari conditions.json.',
    en: 'The name of a shared condition in conditions.json.',
  },
  name: { id: 'Nama untuk Anda sendiri.', en: 'A name for yourself.' },
  priority: { id: 'Urutan pemeriksaan; tidak mengubah hasil.', en: 'Order of evaluation; changes no result.' },
} as const satisfies Record<string, Words>;

/** What each type of event proposes. */
export const EVENT_WORDS = {
  discount: { id: 'Potongan harga yang terlihat semua orang di kanal ini.', en: 'A public cut on this channel.' },
  voucher: { id: 'Kode voucher; harga di etalase tetap.', en: 'A code; the list price stays.' },
  bundle: { id: 'Satu harga untuk dua barang sekaligus.', en: 'A price for both together.' },
  restore: { id: 'Potongan yang berjalan dihentikan.', en: 'The end of a running cut.' },
  hold: {
    id: 'Tidak ada usulan untuk produk ini di sini.',
    en: 'Nothing: no suggestion for this product here.',
  },
  alert: { id: 'Tanpa harga; memberi tahu orang.', en: 'No price; tells a person.' },
} as const satisfies Record<EventType, Words>;

/** What the params of events mean. */
export const PARAM_WORDS = {
  percent: { id: 'Potongan dalam persen dari harga dasar.', en: 'The cut in per cent of the base price.' },
  amount: {
    id: 'Potongan dalam satuan terkecil mata uang (rupiah).',
    en: "The cut in the shop's smallest unit (rupiah).",
  },
  price: {
    id: 'Harga baru dalam satuan terkecil mata uang (rupiah).',
    en: "The new price in the shop's smallest unit (rupiah).",
  },
  optimise: {
    id: 'Mesin memilih potongan di antara dua batas, untuk semua kanal bersama: yang paling menguntungkan dan habis pada waktunya. Kanal boleh dibiarkan.',
    en: 'The engine chooses between the two ends, for all channels together, what earns most and clears the stock in time. A channel may be left alone.',
  },
  minPercent: {
    id: 'Potongan terkecil bila kanal ini dipotong, dalam persen.',
    en: 'The smallest cut where a channel is cut at all, in per cent.',
  },
  maxPercent: { id: 'Potongan terbesar, dalam persen.', en: 'The largest cut, in per cent.' },
  clearWithinDays: {
    id: 'Stok diharapkan habis dalam sekian hari.',
    en: 'The days within which the stock should be sold.',
  },
  kinds: {
    id: 'Jenis yang boleh dipilih mesin: yang hasilnya paling baik. Tanpa ini: jenis aturan itu sendiri.',
    en: 'The kinds that it may become, whichever earns most. Left out: its own.',
  },
  minSpend: { id: 'Belanja paling sedikit untuk memakai kode.', en: 'The least that a buyer must spend.' },
  maxDiscount: { id: 'Potongan paling banyak per pesanan.', en: 'The most that the code takes off an order.' },
  quota: { id: 'Berapa kali kode boleh dipakai.', en: 'How often the code may be used.' },
  partner: {
    id: '"best" = barang yang paling sering dibeli bersama; atau sebuah SKU.',
    en: '`"best"` = what is bought together with it most tellingly; or a SKU.',
  },
  reason: { id: 'Alasan, ditampilkan kepada orang.', en: 'Why; shown to people.' },
  message: { id: 'Pesan: satu teks, atau {id, en}.', en: 'A text, or `{id, en}`.' },
} as const satisfies Record<string, Words>;

/** The key by which an editor finds the schema that lies beside a file. */
export function schemaLine(fileName: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .max(500)
    .optional()
    .meta({ ...said(FRAME_WORDS.$schema), examples: [`./${fileName}`] });
}
