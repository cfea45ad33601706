import { texts } from './texts';

/** Words of the parts that pages share. */
export const partsText = texts({
  id: {
    lost: 'Server tidak menjawab. Tidak ada yang berubah sejauh yang kami tahu; coba lagi sebentar lagi.',
    forOperator: ({ id }: { id: string }) => `Untuk operator: ${id}`,
    again: 'Coba lagi',
    more: 'Muat lebih banyak',
    loading: 'Memuat …',
    chartData: 'Lihat angkanya',
    details: 'Rincian',
    sortBy: ({ column }: { column: string }) => `Urutkan menurut ${column}`,
    clearSearch: 'Kosongkan pencarian',
    clearFilters: 'Hapus semua saringan',
    close: 'Tutup',
    cancel: 'Batal',
    kinds: {
      discount: 'Diskon',
      voucher: 'Voucher',
      bundle: 'Paket',
      restore: 'Harga normal',
      alert: 'Perlu dilihat',
      base: 'Harga normal',
    },
  },
  en: {
    lost: 'The server does not answer. As far as we know nothing has changed; try again in a moment.',
    forOperator: ({ id }) => `For the operator: ${id}`,
    again: 'Try again',
    more: 'Load more',
    loading: 'Loading …',
    chartData: 'See the figures',
    details: 'Details',
    sortBy: ({ column }) => `Sort by ${column}`,
    clearSearch: 'Clear the search',
    clearFilters: 'Clear all filters',
    close: 'Close',
    cancel: 'Cancel',
    kinds: {
      discount: 'Discount',
      voucher: 'Voucher',
      bundle: 'Bundle',
      restore: 'Normal price',
      alert: 'Needs a look',
      base: 'Normal price',
    },
  },
});
