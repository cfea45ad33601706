import type { ImportView, RejectView } from '../../src/contract/imports';
import type { RejectCode } from '../../src/core/intake/reject';
import type { Language } from './language';

/** Why a row is rejected, in Indonesian, by its stable code; English is the server's own sentence. */
const REASONS_ID: Record<RejectCode, string> = {
  'missing-value': 'Isian wajib ini kosong.',
  'too-few-cells': 'Baris ini kurang kolom dibanding judulnya; mungkin terpotong.',
  'too-many-cells': 'Baris ini kelebihan kolom. Teks yang berisi tanda pemisah harus diberi tanda kutip.',
  'stray-quote': 'Ada teks setelah tanda kutip penutup.',
  'cell-too-long': 'Ada isian yang lebih panjang dari 10.000 huruf.',
  'text-too-long': 'Teks ini terlalu panjang untuk kolomnya.',
  'control-character': 'Ada baris baru atau huruf yang tidak bisa dicetak di dalamnya.',
  'spreadsheet-damage':
    'Spreadsheet mengubah kode ini menjadi angka bulat sehingga digitnya hilang. Jadikan kolomnya teks, lalu ekspor lagi.',
  'spreadsheet-error': 'Spreadsheet menampilkan kesalahan di sini. Perbaiki rumusnya.',
  'not-a-number': 'Seharusnya berisi angka.',
  'two-readings':
    'Bisa dibaca dua cara, dan berkas ini tidak menentukannya. Pilih tanda desimalnya, atau tulis tanggal sebagai 2026-03-31.',
  'contradicts-file': 'Ditulis dengan cara lain dari baris-baris lain di berkas ini.',
  'not-whole': 'Harus bilangan bulat.',
  'too-many-decimals': 'Terlalu banyak angka di belakang koma untuk mata uang toko.',
  'number-too-large': 'Angkanya terlalu besar.',
  'negative-quantity': 'Jumlah tidak boleh di bawah nol.',
  'negative-money': 'Nilai uang tidak boleh di bawah nol.',
  'below-minimum': 'Di bawah angka terkecil yang masuk akal.',
  'not-a-day': 'Seharusnya berisi tanggal.',
  'no-such-day': 'Tanggal itu tidak ada di kalender.',
  'future-day': 'Tanggal itu belum tiba.',
  'day-out-of-range': 'Tanggal harus antara tahun 1980 dan 2099.',
  'not-a-time': 'Jamnya tidak bisa dibaca.',
  'unknown-state': 'Kata status pesanan ini belum dikenal. Jelaskan artinya, lalu impor lagi berkasnya.',
  'unknown-value': 'Bukan salah satu kata yang dikenal untuk kolom ini.',
  'range-reversed': 'Batas bawahnya di atas batas atas.',
  'returned-exceeds-quantity': 'Yang diretur lebih banyak daripada yang dipesan.',
  'other-currency': 'Pesanan ini memakai mata uang lain dari toko ini.',
  'order-scattered':
    'Baris-baris pesanan ini terpencar terlalu jauh. Urutkan berkas menurut nomor pesanan, lalu impor lagi.',
  'unknown-sku': 'Belum ada produk dengan SKU ini. Impor produknya dulu, atau izinkan impor membuatnya.',
  'unknown-channel': 'Belum ada kanal dengan kode ini.',
  'wrong-shape': 'Ada isian yang jenisnya salah atau tidak dikenal.',
};

/** In few words, for sums: `3 × SKU belum dikenal`. */
const BRIEFLY: Record<RejectCode, Record<Language, string>> = {
  'missing-value': { id: 'isian wajib kosong', en: 'required value missing' },
  'too-few-cells': { id: 'kurang kolom', en: 'too few cells' },
  'too-many-cells': { id: 'kelebihan kolom', en: 'too many cells' },
  'stray-quote': { id: 'tanda kutip salah', en: 'stray quotation mark' },
  'cell-too-long': { id: 'isian terlalu panjang', en: 'cell too long' },
  'text-too-long': { id: 'teks terlalu panjang', en: 'text too long' },
  'control-character': { id: 'huruf tak tercetak', en: 'unprintable character' },
  'spreadsheet-damage': { id: 'kode rusak oleh spreadsheet', en: 'key damaged by a spreadsheet' },
  'spreadsheet-error': { id: 'kesalahan rumus', en: 'error of a formula' },
  'not-a-number': { id: 'bukan angka', en: 'not a number' },
  'two-readings': { id: 'bisa dibaca dua cara', en: 'two readings' },
  'contradicts-file': { id: 'beda cara tulis', en: 'written unlike the rest' },
  'not-whole': { id: 'bukan bilangan bulat', en: 'not a whole number' },
  'too-many-decimals': { id: 'terlalu banyak desimal', en: 'too many decimals' },
  'number-too-large': { id: 'angka terlalu besar', en: 'number too large' },
  'negative-quantity': { id: 'jumlah di bawah nol', en: 'negative quantity' },
  'negative-money': { id: 'nilai di bawah nol', en: 'negative amount' },
  'below-minimum': { id: 'di bawah batas terkecil', en: 'below the least' },
  'not-a-day': { id: 'bukan tanggal', en: 'not a day' },
  'no-such-day': { id: 'tanggal tidak ada', en: 'no such day' },
  'future-day': { id: 'tanggal belum tiba', en: 'day in the future' },
  'day-out-of-range': { id: 'tanggal terlalu jauh', en: 'day out of range' },
  'not-a-time': { id: 'jam tidak terbaca', en: 'not a time' },
  'unknown-state': { id: 'kata status belum dikenal', en: 'unknown state of an order' },
  'unknown-value': { id: 'kata tidak dikenal', en: 'unknown word' },
  'range-reversed': { id: 'batas terbalik', en: 'limits reversed' },
  'returned-exceeds-quantity': { id: 'retur melebihi pesanan', en: 'more returned than ordered' },
  'other-currency': { id: 'mata uang lain', en: 'another currency' },
  'order-scattered': { id: 'baris pesanan terpencar', en: 'order scattered' },
  'unknown-sku': { id: 'SKU belum dikenal', en: 'unknown SKU' },
  'unknown-channel': { id: 'kanal belum dikenal', en: 'unknown channel' },
  'wrong-shape': { id: 'jenis isian salah', en: 'wrong kind of value' },
};

/** Why a row was not taken. A code that is newer than this page keeps the server's own sentence. */
export function reasonSentence({ code, reason }: RejectView, language: Language): string {
  return language === 'id' && Object.hasOwn(REASONS_ID, code) ? REASONS_ID[code as RejectCode] : reason;
}

export function reasonBriefly(code: string, language: Language): string {
  return Object.hasOwn(BRIEFLY, code) ? BRIEFLY[code as RejectCode][language] : code;
}

type NoteWords = [note: RegExp, words: (...found: string[]) => string];

/** What an import says of how it went, by the beginning of its sentences. */
const NOTES_ID: NoteWords[] = [
  [
    /^Numbers were read with `(.)` before the decimals.*?(Some numbers)?/,
    (sign) => `Angka dibaca dengan ${sign === ',' ? 'koma' : 'titik'} sebagai tanda desimal.`,
  ],
  [/^Days were read as (\S+)\./, (order) => `Tanggal dibaca sebagai ${order}.`],
  [/^Columns that are not known and were left out: (.*)\.$/s, (list) => `Kolom yang dilewati: ${list}.`],
  [/^The columns were read as remembered of "(.*)"\.$/s, (name) => `Kolom dibaca seperti yang diingat dari "${name}".`],
  [/^The file was read as (.*)\.$/s, (name) => `Berkas dibaca sebagai ${name}.`],
  [/^The sheet "(.*)" was read\.$/s, (sheet) => `Lembar yang dibaca: "${sheet}".`],
  [/^Unknown SKUs: (.*)\.$/s, (list) => `SKU yang belum dikenal: ${list}.`],
  [/^Said to be not ours, and left out: (.*)\.$/s, (list) => `Bukan barang toko, jadi dilewati: ${list}.`],
  [/^Unknown channels: (.*)\.$/s, (list) => `Kanal yang belum dikenal: ${list}.`],
  [/^(\d+) products were made/, (count) => `${count} produk dibuat dari SKU-nya saja; lengkapi nama dan modalnya.`],
  [
    /^(\d+) order lines were left as they stood/,
    (count) => `${count} baris pesanan dibiarkan: berkas ini lebih lama daripada yang sudah tercatat.`,
  ],
  [/^Channels were made: (.*)\.$/s, (list) => `Kanal yang dibuat: ${list}.`],
  [
    /^Only the first (\d+) of (\d+) rejected rows are listed\.$/,
    (kept, all) => `Hanya ${kept} pertama dari ${all} baris yang ditolak yang ditampilkan.`,
  ],
  [
    /^(\d+) rows were left out: their day's sales are derived/,
    (count) => `${count} baris dilewati karena penjualan hari itu sudah dihitung dari pesanan.`,
  ],
  [
    /^(\d+) prices are offers that a price file put up/,
    (count) => `${count} harga di berkas ini adalah penawaran yang sedang tampil; harga normalnya tidak diubah.`,
  ],
  [
    /^The program ended during the import/,
    () => 'Program sempat berhenti di tengah impor; impornya diulang dari awal.',
  ],
];

/** A note of an import; one that has no Indonesian words keeps the server's own. */
export function noteSentence(note: string, language: Language): string {
  if (language !== 'id') return note;
  for (const [pattern, words] of NOTES_ID) {
    const found = pattern.exec(note);
    if (found !== null) return words(...found.slice(1)).replace(/ and at least (\d+) more/, ' dan sedikitnya $1 lagi');
  }
  return note;
}

/** The error of an import as a refusal of the API, so that it is told in the same words. */
export function problemOf(view: ImportView): { code: string; values: Record<string, unknown>; message: string } | null {
  return view.error === null ? null : { ...view.error, values: view.error.values ?? {} };
}
