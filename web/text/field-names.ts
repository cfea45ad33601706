import type { Language } from './language';

/** Wrappers of what a person has typed: they say nothing. */
const SILENT = new Set(['items', 'policy', 'limits', 'facts', 'columns', 'fixed', 'priceLaw']);

const ROW: Record<Language, string> = { id: 'baris', en: 'row' };

/**
 * Names of the fields that people type into, by the key that is sent. Not the labels of the forms themselves: those are fetched with
 * their page, while refusals are told everywhere.
 */
const NAMES: Record<string, Record<Language, string>> = {
  at: { id: 'Jam', en: 'Time' },
  belowCostAllowed: { id: 'Boleh di bawah modal', en: 'May go below cost' },
  bucketEdgesDays: { id: 'Kelompok umur', en: 'Age buckets' },
  campaigns: { id: 'Kampanye', en: 'Campaigns' },
  capPerItem: { id: 'Paling banyak per barang', en: 'At most per item' },
  categories: { id: 'Kategori', en: 'Categories' },
  category: { id: 'Kategori', en: 'Category' },
  channel: { id: 'Kanal', en: 'Channel' },
  channels: { id: 'Kanal', en: 'Channels' },
  channelSku: { id: 'SKU kanal', en: 'SKU of the channel' },
  code: { id: 'Kode', en: 'Code' },
  component: { id: 'Nama biaya', en: 'Name of the fee' },
  coolDownDays: { id: 'Jeda antar perubahan', en: 'Days between changes' },
  currency: { id: 'Mata uang', en: 'Currency' },
  days: { id: 'Hari', en: 'Days' },
  discountDays: { id: 'Lama harga berlaku', en: 'Days that a price runs' },
  endings: { id: 'Akhiran', en: 'Endings' },
  endsAt: { id: 'Berakhir', en: 'Ends' },
  endsOn: { id: 'Hari terakhir', en: 'Last day' },
  holdOutBp: { id: 'Sengaja tanpa usulan', en: 'Left without suggestions' },
  horizonDays: { id: 'Jangka perbandingan', en: 'Days compared' },
  limitsByCategory: { id: 'Kategori', en: 'Category' },
  limitsByChannel: { id: 'Kanal', en: 'Channel' },
  mail: { id: 'Alamat email', en: 'Mail address' },
  marginFloorBp: { id: 'Laba paling sedikit', en: 'Least margin' },
  maxDiscountBp: { id: 'Potongan terbesar', en: 'Largest cut' },
  maxStepBp: { id: 'Sekali turun paling banyak', en: 'Largest step' },
  minDiscountBp: { id: 'Potongan terkecil', en: 'Smallest cut' },
  name: { id: 'Nama', en: 'Name' },
  newPassword: { id: 'Kata sandi baru', en: 'New password' },
  note: { id: 'Catatan', en: 'Note' },
  password: { id: 'Kata sandi', en: 'Password' },
  perItem: { id: 'Tetap per barang', en: 'Fixed per item' },
  perOrder: { id: 'Tetap per pesanan', en: 'Fixed per order' },
  phone: { id: 'Nomor WhatsApp', en: 'WhatsApp number' },
  price: { id: 'Harga', en: 'Price' },
  priceEndings: { id: 'Bentuk harga', en: 'Price endings' },
  quietDates: { id: 'Tanggal tanpa kiriman', en: 'Quiet dates' },
  rateBp: { id: 'Persen dari harga', en: 'Per cent of the price' },
  reason: { id: 'Alasan', en: 'Reason' },
  role: { id: 'Peran', en: 'Role' },
  salvage: { id: 'Nilai sisa per unit', en: 'Worth of a unit left over' },
  salvageBp: { id: 'Nilai sisa', en: 'Salvage' },
  scopes: { id: 'Izin', en: 'Scopes' },
  secondApprovalAboveBp: { id: 'Dua orang mulai dari', en: 'Two people from' },
  sku: { id: 'SKU', en: 'SKU' },
  source: { id: 'Sumber', en: 'Source' },
  staleAfterDays: { id: 'Stok lama setelah', en: 'Stale after' },
  startsAt: { id: 'Mulai', en: 'Begins' },
  startsOn: { id: 'Hari pertama', en: 'First day' },
  state: { id: 'Artinya', en: 'Means' },
  timeZone: { id: 'Zona waktu', en: 'Time zone' },
  types: { id: 'Kabar', en: 'Events' },
  url: { id: 'Alamat', en: 'Address' },
  validFrom: { id: 'Mulai berlaku', en: 'First day' },
  validTo: { id: 'Hari berakhir', en: 'Day of its end' },
  vatBp: { id: 'PPN dalam harga', en: 'VAT in prices' },
  voucher: { id: 'Voucher', en: 'Voucher' },
  weeks: { id: 'Minggu', en: 'Weeks' },
  windowMaxMinutes: { id: 'Paling lama', en: 'Longest' },
  windowMinMinutes: { id: 'Paling singkat', en: 'Shortest' },
  word: { id: 'Kata', en: 'Word' },
};

/** Where a JSON pointer leads, as the forms call it: `baris 2 › Persen dari harga`. A key that no form has stands as it is. */
export function fieldName(pointer: string, language: Language): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps
    .filter((step) => !SILENT.has(step))
    .map((step) => {
      if (/^\d+$/.test(step)) return `${ROW[language]} ${Number(step) + 1}`;
      return Object.hasOwn(NAMES, step) ? NAMES[step]![language] : step;
    })
    .join(' › ');
}
