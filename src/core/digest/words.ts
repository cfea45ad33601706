import type { SuggestionKind } from '../approval/suggestion.js';
import type { Locale } from '../pricing/money-text.js';

interface Words {
  subject: (count: string, money: string) => string;
  waiting: (count: string) => string;
  stake: (money: string) => string;
  biggest: string;
  worth: (money: string) => string;
  since: string;
  changes: Record<'new' | 'changed' | 'gone' | 'decided', (count: string) => string>;
  unchanged: string;
  first: string;
  none: string;
  open: string;
  safe: string;
  why: string;
  settings: string;
  kinds: Record<SuggestionKind, string>;
  weekdays: readonly string[];
}

/** The digest's words. */
export const DIGEST_WORDS: Record<Locale, Words> = {
  id: {
    subject: (count, money) => `${count} usulan menunggu, nilainya ${money}`,
    waiting: (count) => `${count} usulan menunggu keputusan Anda.`,
    stake: (money) => `Uang yang bergantung pada keputusan itu: ${money}.`,
    biggest: 'Yang terbesar:',
    worth: (money) => `nilainya ${money}`,
    since: 'Sejak analisis sebelumnya',
    changes: {
      new: (count) => `${count} usulan baru`,
      changed: (count) => `${count} berubah`,
      gone: (count) => `${count} tidak diperlukan lagi`,
      decided: (count) => `${count} sudah diputuskan`,
    },
    unchanged: 'tidak ada yang berubah',
    first: 'ini analisis yang pertama',
    none: 'tidak ada',
    open: 'Tinjau harga',
    safe: 'Membuka tautan ini tidak menyetujui apa pun; Anda tetap perlu masuk.',
    why: 'Pesan ini dikirim karena Anda memintanya. Ubah atau hentikan di',
    settings: 'pengaturan ringkasan harian',
    kinds: {
      discount: 'Diskon',
      voucher: 'Voucher',
      bundle: 'Paket',
      restore: 'Harga normal',
      alert: 'Perlu dilihat',
    },
    weekdays: ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'],
  },
  en: {
    subject: (count, money) => `${count} ${count === '1' ? 'suggestion waits' : 'suggestions wait'}, worth ${money}`,
    waiting: (count) => `${count} ${count === '1' ? 'suggestion waits' : 'suggestions wait'} for your decision.`,
    stake: (money) => `Money that hangs on it: ${money}.`,
    biggest: 'The biggest:',
    worth: (money) => `worth ${money}`,
    since: 'Since the run before',
    changes: {
      new: (count) => `${count} new`,
      changed: (count) => `${count} changed`,
      gone: (count) => `${count} no longer needed`,
      decided: (count) => `${count} decided`,
    },
    unchanged: 'nothing has changed',
    first: 'this is the first run',
    none: 'none',
    open: 'Review prices',
    safe: 'Opening this link approves nothing; you still need to log in.',
    why: 'You get this because you asked for it. Change or stop it in',
    settings: 'the settings of your daily digest',
    kinds: {
      discount: 'Discount',
      voucher: 'Voucher',
      bundle: 'Bundle',
      restore: 'Normal price',
      alert: 'Needs a look',
    },
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  },
};
