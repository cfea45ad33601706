import type { Words } from './rule-words.js';

/** What editors say of the keys of rules/policy.json and rules/fees.json; docs/policy.md says more. */
export const LIMIT_WORDS = {
  marginFloorBp: {
    id: 'Laba paling sedikit setelah PPN, biaya dan modal, sebagai bagian harga; 0 = tidak pernah rugi.',
    en: 'The least profit after VAT, fees and cost, as a share of the price; 0 = never below cost and fees.',
  },
  maxDiscountBp: { id: 'Potongan terdalam dari harga dasar.', en: 'The deepest cut below the base price.' },
  maxStepBp: {
    id: 'Potongan terbesar dari harga sekarang dalam satu langkah.',
    en: 'The largest cut of the current price in one step.',
  },
  coolDownDays: {
    id: 'Hari yang harus lewat sejak harga terakhir berubah.',
    en: 'Days that must pass since the price last changed.',
  },
  secondApprovalAboveBp: {
    id: 'Potongan lebih dalam dari ini perlu disetujui dua orang.',
    en: 'A deeper cut needs two people.',
  },
  belowCostAllowed: {
    id: 'Boleh di bawah modal dan biaya; selalu perlu dua orang.',
    en: 'Prices below cost and fees are allowed; they always need two people.',
  },
  unknownCostMaxDiscountBp: {
    id: 'Potongan terdalam untuk produk yang modalnya tidak diketahui.',
    en: 'The deepest cut of a product without a cost.',
  },
} as const satisfies Record<string, Words>;

export const POLICY_WORDS = {
  staleAfterDays: {
    id: 'Stok dianggap lama bila umurnya lebih dari ini (hari).',
    en: 'Stock is stale when older than this (days).',
  },
  staleAfterDaysByCategory: { id: 'Batas yang sama per kategori.', en: 'The same limit per category.' },
  flagMinShareBp: {
    id: 'Produk ditandai bila paling sedikit bagian ini dari unitnya sudah lama.',
    en: 'A product is flagged when at least this share of its units is stale.',
  },
  flagMinValue: {
    id: 'Dan paling sedikit senilai ini (satuan terkecil mata uang).',
    en: 'And at least this value of them (smallest unit of the currency).',
  },
  bucketEdgesDays: {
    id: 'Batas atas kelompok umur, menaik; yang terakhir terbuka.',
    en: 'Upper edges of the age buckets, rising; the last bucket is open.',
  },
  limits: { id: 'Batas untuk seluruh toko.', en: 'Limits of the whole shop.' },
  limitsByChannel: {
    id: 'Batas yang lebih ketat per kanal; yang paling ketat berlaku.',
    en: 'Narrower limits per channel; the strictest is used.',
  },
  limitsByCategory: {
    id: 'Batas yang lebih ketat per kategori; yang paling ketat berlaku.',
    en: 'Narrower limits per category; the strictest is used.',
  },
  limitsInBoost: {
    id: 'Batas toko pada hari dengan batas dilonggarkan (kalender), sebagai ganti batas biasa; yang tidak disebut tetap.',
    en: 'Limits of the shop on the days of a boost in the calendar, in place of the ordinary ones; those not named stay.',
  },
  maxSuggestionsPerDay: { id: 'Hanya sekian usulan terbaik yang disimpan.', en: 'The best of a run are kept.' },
  confirmChangesAboveBp: {
    id: 'Aturan yang mengubah usulan lebih banyak daripada bagian ini dari semua produk x kanal perlu dipastikan sebelum terbit.',
    en: 'Rules that change the suggestions of a larger share of all products x channels are confirmed before they are published.',
  },
  priceEndings: {
    id: 'Akhiran harga per rentang: kelipatan `step` ditambah salah satu `endings`.',
    en: 'How prices end, by band: a multiple of `step` plus one of `endings`.',
  },
  variantRatioMilliMax: {
    id: 'Varian termahal dibanding termurah, per seribu; null = tidak dibatasi.',
    en: 'Dearest to cheapest variant of a listing, in thousandths; null = off.',
  },
  campaignLocks: {
    id: 'Di antara dua hari ini harga tidak diubah.',
    en: 'Between two days, both inclusive, prices stay.',
  },
  suggestionLifetimeHours: {
    id: 'Usulan yang belum diputuskan selama ini kedaluwarsa (jam).',
    en: 'Undecided for longer, a suggestion expires (hours).',
  },
  discountDays: {
    id: 'Lama harga yang disetujui berlaku (hari).',
    en: 'How long an approved price runs unless told otherwise (days).',
  },
  vatBp: {
    id: 'PPN yang sudah termasuk dalam harga; 0 = bukan PKP.',
    en: 'VAT included in the prices; 0 = not registered.',
  },
  holdingCostBpPerYear: {
    id: 'Biaya menyimpan satu unit setahun, dari modalnya.',
    en: 'Cost of keeping a unit a year, of its cost.',
  },
  salvageBp: {
    id: 'Nilai unit yang tersisa di akhir, dari modalnya.',
    en: 'What a unit left at the end is worth, of its cost.',
  },
  horizonDays: {
    id: 'Hari perbandingan "disetujui" dan "dibiarkan".',
    en: 'Days over which "if approved" and "if nothing is done" are compared.',
  },
  elasticityPrior: {
    id: 'Dugaan awal kepekaan terhadap harga: rata-rata dan simpangan baku.',
    en: 'The first guess of the elasticity: mean and standard deviation.',
  },
  velocityHalfLifeDays: { id: 'Hari yang sudah selama ini dihitung separuh.', en: 'A day so long ago counts half.' },
  voucherRivalWithinBp: {
    id: 'Bila aturan boleh memilih: pesaing sedekat ini, maka voucher lebih dulu daripada potongan terbuka; 0 = tidak pernah.',
    en: 'Where a rule may choose: with a competitor this near, a voucher goes before a public discount; 0 = never.',
  },
  voucherUpToCutBp: {
    id: 'Bila aturan boleh memilih: potongan sampai sebesar ini cukup dengan voucher; 0 = tidak pernah.',
    en: 'Where a rule may choose: cuts of up to this are given by voucher; 0 = never.',
  },
  voucherRedemptionBp: { id: 'Bagian pembeli yang memakai voucher.', en: 'Share of buyers who use a voucher.' },
  holdOutBp: {
    id: 'Bagian produk yang sengaja tanpa usulan, sebagai pembanding.',
    en: 'Share of products left without suggestions, to measure against.',
  },
  paydays: { id: 'Masa gajian menurut tanggal.', en: 'The pay-day period, by day of month.' },
  campaigns: {
    id: 'Hari kampanye: MM-DD setiap tahun, YYYY-MM-DD sekali.',
    en: 'Campaign days: MM-DD every year, YYYY-MM-DD once.',
  },
  unitsPerOrderMilli: {
    id: 'Unit per pesanan rata-rata, per seribu.',
    en: 'Units of an average order, in thousandths.',
  },
} as const satisfies Record<string, Words>;

export const FEE_WORDS = {
  currency: { id: 'Kode mata uang, misalnya IDR.', en: 'The currency, such as IDR.' },
  scale: { id: 'Angka desimal satuan terkecil: IDR 0.', en: 'Decimals of the smallest unit: IDR 0.' },
  collectedOn: { id: 'Hari angka ini dikumpulkan.', en: 'The day on which the figures were collected.' },
  note: { id: 'Catatan.', en: 'A note.' },
  fees: { id: 'Satu baris per biaya.', en: 'One row a fee.' },
  channelCode: { id: 'Kode kanal.', en: 'Code of the channel.' },
  category: { id: 'Kategori produk; null = semua yang lain.', en: 'Category of the product; null = all others.' },
  component: { id: 'Nama biaya, misalnya admin.', en: 'Name of the fee, such as admin.' },
  rateBp: { id: 'Bagian dari harga yang dibayar pembeli.', en: 'Share of the price that the buyer pays.' },
  perOrder: { id: 'Tetap per pesanan selesai.', en: 'Fixed, for a completed order.' },
  perItem: { id: 'Tetap per barang.', en: 'Fixed, per item.' },
  capPerItem: { id: 'Paling banyak per barang; null = tanpa batas.', en: 'At most, per item; null = no cap.' },
  validFrom: { id: 'Hari pertama berlaku.', en: 'The first day.' },
  validTo: {
    id: 'Hari pertama tidak berlaku lagi; null = masih berlaku.',
    en: 'The first day on which it no longer holds; null = open.',
  },
  source: {
    id: 'Dari mana angkanya, dan kapan; baris yang diawali id: atau en: hanya tampil dalam bahasa itu.',
    en: 'Where the figure is from, and when; a line that begins with id: or en: shows in that language only.',
  },
} as const satisfies Record<string, Words>;
