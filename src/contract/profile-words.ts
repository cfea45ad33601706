import type { Words } from './rule-words.js';

/** What editors and documents say of the keys of rules/profiles.json. */
export const PROFILE_WORDS = {
  collectedOn: { id: 'Hari angka ini dikumpulkan.', en: 'The day on which the figures were collected.' },
  note: { id: 'Catatan.', en: 'A note.' },
  profiles: { id: 'Satu baris per kanal dan hari mulai.', en: 'One row a channel and first day.' },
  channelCode: { id: 'Kode kanal.', en: 'Code of the channel.' },
  validFrom: { id: 'Hari pertama berlaku.', en: 'The first day.' },
  leadMinutes: {
    id: 'Berapa menit sebelum mulai harga harus sudah ada di kanal; 0 = boleh seketika.',
    en: 'Minutes before its start at which a price must be at the channel; 0 = at once will do.',
  },
  handlingMinutes: {
    id: 'Berapa menit sejak disetujui sampai harga terpasang di kanal; hanya dihitung bila ada waktu tunggu.',
    en: 'Minutes from approval until a price is at the channel; counts only before a lead time.',
  },
  windowMinMinutes: {
    id: 'Paling singkat harga berlaku (menit); null = bebas.',
    en: 'The shortest time that a price may run (minutes); null = any.',
  },
  windowMaxMinutes: {
    id: 'Paling lama harga berlaku (menit); null = bebas.',
    en: 'The longest time that a price may run (minutes); null = any.',
  },
  hasWholeDays: {
    id: 'Kanal menghitung hari penuh: mulai dan berakhir pukul 00.00.',
    en: 'The channel counts whole days: a price begins and ends at midnight.',
  },
  canLengthen: {
    id: 'Harga yang sedang berjalan bisa diperpanjang.',
    en: 'The end of a running price can be moved later.',
  },
  canShorten: {
    id: 'Harga yang sedang berjalan bisa dihentikan lebih awal.',
    en: 'A running price can be ended before its end.',
  },
  stopAfterMinutes: {
    id: 'Berapa menit harga harus sudah berjalan sebelum bisa dihentikan.',
    en: 'Minutes that a price must have run before it can be ended.',
  },
  batchSize: {
    id: 'Harga per panggilan atau berkas, paling banyak; null = tidak diketahui atau bebas.',
    en: 'Prices in one call or file at most; null = not known, or any.',
  },
  hasWholeMoney: { id: 'Harga tanpa angka di belakang koma.', en: 'Prices are whole units, without decimals.' },
  lowestPriceDays: {
    id: 'Harga harus di bawah yang terendah selama sekian hari terakhir; null = tidak diminta.',
    en: 'A price must lie below the lowest of so many days before it; null = it need not.',
  },
  minDiscountBp: {
    id: 'Potongan terkecil dari harga dasar; null = bebas.',
    en: 'The smallest cut of the base price; null = any.',
  },
  maxDiscountBp: {
    id: 'Potongan terbesar dari harga dasar; null = bebas.',
    en: 'The largest cut of the base price; null = any.',
  },
  locksBasePrice: {
    id: 'Harga dasar tidak bisa diubah selama ada harga yang berjalan.',
    en: 'The base price cannot change while a price runs.',
  },
  endsBy: {
    id: 'Siapa yang mengakhiri harga: kanal sendiri (`channel`) atau program Anda (`job`).',
    en: 'Who ends a price: the channel by itself, or the job that put it there.',
  },
  voucher: {
    id: 'Waktu untuk voucher, bila berbeda; null = sama dengan harga.',
    en: 'The times of vouchers, where they differ; null = as for prices.',
  },
  notVerified: {
    id: 'Bagian yang belum ada yang memastikan.',
    en: 'Parts that nobody has confirmed.',
  },
  source: {
    id: 'Dari mana angkanya, dan kapan; baris yang diawali id: atau en: hanya tampil dalam bahasa itu.',
    en: 'Where the figures are from, and when; a line that begins with id: or en: shows in that language only.',
  },
} as const satisfies Record<string, Words>;
