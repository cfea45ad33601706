type Values = Record<string, unknown>;

const NOUNS: Record<string, string> = {
  string: 'teks',
  number: 'angka',
  int: 'bilangan bulat',
  boolean: 'true atau false',
  array: 'daftar',
  object: 'objek',
  record: 'objek',
  null: 'kosong (null)',
  undefined: 'kosong',
};
const UNITS: Record<string, string> = { character: 'huruf', item: 'isian' };
const FORMS: Record<string, string> = {
  code: 'hanya boleh huruf kecil, angka, dan tanda hubung, misalnya tiktok-shop',
  currency: 'harus kode mata uang tiga huruf besar, misalnya IDR',
  time: 'harus jam, ditulis JJ:MM, misalnya 06:30',
  user: 'hanya boleh huruf kecil, angka, dan . _ @ + - (paling banyak 64)',
  email: 'bukan alamat email',
  date: 'harus tanggal yang ada, ditulis TTTT-BB-HH, misalnya 2026-03-31',
  datetime: 'harus tanggal dan jam, misalnya 2026-01-31T08:00:00+07:00',
};

const noun = (type: unknown): string => NOUNS[String(type)] ?? String(type);
const figure = (value: unknown): string => (typeof value === 'number' ? value.toLocaleString('id') : String(value));
const list = (options: unknown): string => (Array.isArray(options) ? options.map(String).join(', ') : String(options));
const counted = ({ unit }: Values): string => (unit === undefined ? '' : ` ${UNITS[String(unit)] ?? String(unit)}`);

/**
 * What is wrong with one field, in Indonesian, by the code of the fault and what it speaks of. Begins with a small letter and has no full
 * stop: the name of the field goes before it.
 */
export const ISSUES_ID: Record<string, (values: Values) => string> = {
  'invalid-type': ({ expected, received }) => {
    if (expected === undefined) return 'belum diisi, atau jenisnya salah';
    if (received === 'undefined' || received === 'null') return 'belum diisi';
    if (received === 'NaN') return `harus ${noun(expected)}`;
    if (expected === 'int' && received === 'number') return 'harus bilangan bulat';
    return `harus ${noun(expected)}, bukan ${noun(received)}`;
  },
  'invalid-value': ({ options }) =>
    options === undefined ? 'bukan salah satu pilihan yang ada' : `harus salah satu dari: ${list(options)}`,
  'invalid-format': ({ form }) => FORMS[String(form)] ?? 'bentuknya tidak benar',
  'invalid-union': () => 'bentuknya tidak benar',
  'invalid-key': () => 'namanya tidak mungkin dipakai di sini',
  'invalid-element': () => 'ada isi yang tidak benar',
  'not-multiple-of': ({ step }) => `harus kelipatan ${figure(step)}`,
  'too-small': (v) => {
    if (v.above !== undefined) return `harus lebih dari ${figure(v.above)}`;
    if (v.unit !== undefined && v.least === 1) return 'belum diisi';
    return v.least === undefined
      ? 'terlalu kecil atau terlalu pendek'
      : `paling sedikit ${figure(v.least)}${counted(v)}`;
  },
  'too-big': (v) => {
    if (v.below !== undefined) return `harus kurang dari ${figure(v.below)}`;
    return v.most === undefined ? 'terlalu besar atau terlalu panjang' : `paling banyak ${figure(v.most)}${counted(v)}`;
  },
  'unrecognized-keys': () => 'tidak dikenal di sini; hapus, atau perbaiki namanya',
  'nothing-to-change': () => 'tidak ada yang diubah',
  'not-a-day': () => 'bukan tanggal dari 1980 sampai 2099 yang ditulis TTTT-BB-HH',
  'not-a-campaign-day': () => 'harus BB-HH (setiap tahun) atau TTTT-BB-HH (sekali)',
  'not-a-phone': () => 'bukan nomor telepon seperti +62 812 3456 7890',
  'address-needed': () => 'perlu diisi untuk menerima ringkasan lewat saluran itu',
  'not-in-list': ({ options }) => `hanya boleh berisi: ${list(options)}`,
  'only-adjusted': () => 'harga, waktu mulai, dan waktu berakhir hanya untuk mengubah harga usulan',
  'not-after-start': () => 'hari berakhirnya harus sesudah hari mulainya',
  'ends-before-start': () => 'hari terakhir ada sebelum hari pertama',
  'twin-fee': () => 'sudah ada biaya dengan kategori, nama, dan hari mulai yang sama',
  'unknown-zone': () => 'bukan zona waktu seperti Asia/Jakarta',
  'law-days': () => 'paling sedikit 30: Directive 98/6/EC meminta harga terendah sedikitnya 30 hari',
  'named-twice': () => 'disebut dua kali',
  'too-many-days': ({ days, most }) => `panjangnya menjadi ${figure(days)} hari; paling banyak ${figure(most)} hari`,
  'bad-span': ({ most }) => `harus 0 sampai ${figure(most)} hari sesudah hari pertama`,
  'whole-shop': () => 'hanya untuk kunci harga dan pelonggaran batas: kampanye dan hari libur berlaku di seluruh toko',
  'below-least': () => 'batas terbesar kurang dari batas terkecilnya',
  'below-a-day': () => 'kurang dari satu hari, padahal kanal ini menghitung hari penuh',
  'same-start': () => 'ada dua yang mulai pada hari yang sama',
  'ending-over-step': () => 'setiap akhiran harus lebih kecil dari kelipatannya',
  'edges-must-rise': () => 'setiap batas harus lebih besar dari yang sebelumnya',
  'bands-must-rise': () => 'rentang harus menaik, dan yang tanpa batas atas paling akhir',
  'sku-with-channel': () => 'SKU dan kanal harus disebut bersama',
  'nothing-asked': () => 'belum ada produk atau nilai fakta yang diisi',
  'one-of': () => 'isi salah satu saja: versi, atau kumpulan aturan',
  'not-a-mapping': () => 'bukan pasangan kolom yang dikenal',
  'unknown-column': ({ column, known }) => `tidak ada kolom ${String(column)}; yang ada: ${list(known)}`,
  'column-twice': ({ title, column }) => `kolom ${String(column)} sudah diambil dari "${String(title)}"`,
  'empty-value': () => 'isi tetapnya masih kosong',
  // of single facts, where somebody tries out what a rule would say
  'unknown-fact': ({ fact, nearest }) =>
    `tidak ada fakta ${String(fact)}${nearest == null ? '' : `; mungkin maksud Anda ${String(nearest)}`}`,
  companion: ({ of }) => `mengikuti ${String(of)}: isi itu, atau null kalau tidak diketahui`,
  'never-null': () => 'selalu diketahui, jadi tidak boleh kosong',
  'wrong-type': () => 'jenis nilainya salah',
  'out-of-range': ({ least, most }) => `harus dari ${figure(least)} sampai ${figure(most)}`,
  'not-whole': () => 'harus bilangan bulat',
  'unknown-sku': ({ sku }) => `tidak ada produk ${String(sku)}`,
};

/** The same as a sentence, or null where there are no Indonesian words. */
export function issueInIndonesian(code: string, values: Values): string | null {
  return Object.hasOwn(ISSUES_ID, code) ? ISSUES_ID[code]!(values) : null;
}
