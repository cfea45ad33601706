import { texts } from './texts';

export const orderWordsText = texts({
  id: {
    title: 'Kata status yang belum dikenal',
    intro: ({ title }: { title: string }) =>
      `Baris dengan kata ini ditolak karena kami belum tahu artinya di ${title}. Jelaskan sekali saja; berkas berikutnya langsung dipahami.`,
    rows: ({ count }: { count: string }) => `${count} baris`,
    meaningOf: ({ word }: { word: string }) => `Arti "${word}"`,
    pick: 'Pilih artinya',
    notYet: 'Belum dijelaskan',
    save: 'Simpan arti kata',
    checkedAgain: 'Tersimpan. Berkasnya sedang diperiksa lagi.',
    importAgain: 'Tersimpan. Impor lagi berkas ini supaya barisnya masuk.',
    toImports: 'Ke halaman impor',
    said: 'Kata status yang sudah dijelaskan',
    saidWhy: 'Begini status pesanan di berkas dibaca, siapa pun yang mengirimnya.',
    forget: 'Lupakan',
    forgetOf: ({ word }: { word: string }) => `Lupakan arti "${word}"`,
    states: {
      unpaid: 'Belum dibayar: belum dihitung',
      underway: 'Dibayar atau dikirim: terjual',
      hold: 'Minta dibatalkan: belum dihitung',
      completed: 'Selesai: terjual',
      cancelled: 'Batal: tidak dihitung',
      returned: 'Diretur: terjual lalu kembali',
    },
  },
  en: {
    title: 'Order states that are not known',
    intro: ({ title }) =>
      `Rows with these words were rejected: we do not know what they mean in ${title}. Say it once, and the next file is understood by itself.`,
    rows: ({ count }) => `${count} rows`,
    meaningOf: ({ word }) => `Meaning of "${word}"`,
    pick: 'Choose what it means',
    notYet: 'Not said yet',
    save: 'Save the meanings',
    checkedAgain: 'Saved. The file is being checked again.',
    importAgain: 'Saved. Import this file again to bring its rows in.',
    toImports: 'To the page of imports',
    said: 'Order states that were explained',
    saidWhy: 'This is how states of orders in files are read, whoever sends them.',
    forget: 'Forget',
    forgetOf: ({ word }) => `Forget what "${word}" means`,
    states: {
      unpaid: 'Not paid: not counted yet',
      underway: 'Paid or sent: sold',
      hold: 'Cancellation asked for: not counted yet',
      completed: 'Completed: sold',
      cancelled: 'Cancelled: not counted',
      returned: 'Returned: sold and taken back',
    },
  },
});
