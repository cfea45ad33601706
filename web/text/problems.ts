import type { ApiProblem } from '../api/problem';
import { fieldName } from './field-names';
import { issueInIndonesian } from './issues';
import type { Language } from './language';

type Values = Record<string, unknown>;
type Words = (values: Values) => string;

const said = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(', ') : value == null ? '…' : String(value);
const minutes = (seconds: unknown): string => String(Math.max(1, Math.ceil(Number(seconds) / 60)));

const BAD_WEBHOOK_URL: Record<string, string> = {
  'not-a-url': 'Ini bukan alamat web. Contoh yang benar: https://contoh.com/kabar-larisin',
  'not-https': 'Alamatnya harus diawali https://.',
  'has-password':
    'Alamatnya tidak boleh memuat nama pengguna atau kata sandi; tanda tangan pesan sudah menjadi buktinya.',
  'has-hash': 'Alamatnya tidak boleh memuat tanda #.',
  'is-http': 'Alamatnya harus diawali https://, supaya isinya tidak terbaca di jalan.',
  'is-private':
    'Alamat ini ada di komputer server sendiri atau di jaringan tertutup. Minta operator mengizinkannya (WEBHOOK_ALLOW_PRIVATE).',
};

/**
 * What the server refuses, in Indonesian, by its stable code; the English sentence is the server's own `detail`. A test
 * holds this list against the codes that the program knows.
 */
export const PROBLEMS_ID: Record<string, Words> = {
  'already-decided': () => 'Usulan ini sudah diputuskan atau sudah tidak berlaku.',
  'already-ended': () => 'Harga ini sudah berakhir; tidak ada lagi yang bisa dibatalkan.',
  'backtest-failed': () => 'Uji ke masa lalu ini gagal. Jalankan lagi; kalau terulang, beri tahu operator.',
  'backtest-in-progress': () => 'Masih ada uji ke masa lalu yang berjalan. Tunggu sampai selesai.',
  'backtest-over': () => 'Uji ini sudah selesai; tidak ada yang perlu dihentikan.',
  'backtests-waiting': () => 'Sudah banyak uji yang mengantre. Tunggu, atau hentikan yang tidak diperlukan.',
  'bad-webhook-url': ({ fault }) => BAD_WEBHOOK_URL[String(fault)] ?? 'Alamat ini tidak bisa dipakai.',
  'bad-fixed-value': ({ column, value }) =>
    `Isi tetap untuk kolom ${said(column)} tidak bisa dibaca: "${said(value)}".`,
  'bad-mapping': () => 'Pasangan kolom ini belum benar; lihat daftar di bawah.',
  'bad-channel': ({ channel }) => `"${said(channel)}" bukan kode kanal. Pilih kanal dari daftarnya.`,
  'bad-json': () => 'Berkas JSON ini tidak bisa dibaca; mungkin terpotong. Unduh ulang dan simpan apa adanya.',
  'bad-cursor': () => 'Daftar ini sudah berubah. Muat ulang dari awal.',
  'bad-facts': () => 'Ada nilai yang tidak cocok dengan jenis faktanya.',
  'bad-key': () => 'Kunci API ini tidak dikenal atau sudah dicabut.',
  'bad-order-word': ({ most }) => `Kata status tidak bisa disimpan: batasnya ${said(most)}.`,
  'bad-period': () => 'Rentang tanggalnya tidak benar. Periksa tanggal awal dan akhir.',
  'bad-plan': () => 'Rencana tidak bisa dihitung dari isian ini.',
  'bad-request': () => 'Ada isian yang belum benar.',
  'bad-scope': () => 'Ada izin kunci yang tidak dikenal.',
  'body-too-large': () => 'Isian ini terlalu besar untuk dikirim sekaligus.',
  'bundle-only-up': () => 'Harga paket hanya bisa dinaikkan, dan harus tetap di bawah jumlah harga isinya.',
  'breaks-price-law': () => 'Harga ini melanggar aturan tentang potongan harga.',
  busy: () => 'Server sedang sibuk menghitung. Coba lagi beberapa detik lagi.',
  'calendar-full': ({ most }) => `Kalender hanya memuat ${said(most)} tanggal. Hapus yang lama dulu.`,
  'campaign-lock': ({ name, from, to }) =>
    `Harga dikunci untuk ${said(name)} dari ${said(from)} sampai ${said(to)}. Mulai sesudahnya, atau ubah kuncinya di Kalender.`,
  'bad-status': ({ line }) =>
    `Hasil di baris ${said(line)} tidak dikenal. Tulis applied, rejected, atau skipped; atau kosongkan.`,
  'channel-needed': () => 'Berkas ini tidak menyebut kanal penjualannya. Pilih kanalnya dulu.',
  'channel-exists': () => 'Kanal dengan kode itu sudah ada.',
  'channel-held': ({ reason }) => `Kanal ini sedang dihentikan: ${said(reason)}. Lanjutkan dulu di halaman kanal.`,
  closing: () => 'Program sedang dimatikan atau dimulai ulang. Coba lagi sebentar lagi.',
  'content-gone': () => 'Berkas ini sudah lebih dari 90 hari dan isinya tidak disimpan lagi. Buat yang baru.',
  'confirmation-needed': ({ confirmation }) =>
    `Harga ini perlu dua orang, dan di sini hanya satu yang boleh menyetujui. Ketik "${said(confirmation)}" dan alasannya.`,
  'crosses-channel-limit': (values) =>
    crossedSentences(values, 'id').join(' ') || 'Kanal ini tidak menerima harga seperti itu.',
  'crosses-guardrail': () => 'Harga ini melewati batas pengaman.',
  'damaged-file': () => 'Berkas ini rusak. Unduh atau simpan ulang sebagai XLSX atau CSV.',
  'database-busy': () => 'Basis data sedang sibuk. Coba lagi sebentar lagi.',
  'day-before-last-run': () =>
    'Sudah ada analisis untuk tanggal yang lebih baru; analisis tanggal lama akan menimpanya.',
  'day-in-future': () => 'Tanggal itu belum tiba. Pilih hari ini atau sebelumnya.',
  'disk-full': () => 'Ruang penyimpanan server penuh. Beri tahu operator.',
  'drift-changed': ({ theirs }) =>
    `Harga di kanal sudah berubah lagi: sekarang ${said(theirs)}. Lihat lagi sebelum memutuskan.`,
  'duplicate-header': () => 'Ada dua kolom dengan arti yang sama di berkas ini. Sisakan satu, lalu impor lagi.',
  'empty-file': () => 'Berkas ini kosong, atau hanya berisi judul kolom.',
  'file-needed': () => 'Berkas ini dibuat dari berkas Anda: unduh dulu dari kanal, lalu sertakan apa adanya.',
  'file-not-needed': () => 'Jenis berkas ini tidak memerlukan berkas dari kanal.',
  'file-outdated': ({ outdated }) => `${said(outdated)} harga di berkas ini sudah berubah. Buat berkas yang baru.`,
  'file-too-large': () => 'Berkas ini terlalu besar. Bagi menjadi beberapa berkas.',
  'header-too-large': () =>
    'Judul kolomnya terlalu banyak atau terlalu panjang untuk tabel produk, stok, atau penjualan. Apakah berkasnya benar?',
  'idempotency-key-busy': () => 'Permintaan yang sama masih dikerjakan. Tunggu sebentar.',
  'idempotency-key-reused': () => 'Permintaan ini bentrok dengan yang sebelumnya. Muat ulang halaman, lalu coba lagi.',
  'import-busy': () => 'Masih ada impor yang berjalan. Coba lagi setelah selesai.',
  'inactive-product': ({ sku }) => `Produk ${said(sku)} tidak aktif, jadi tidak ikut dianalisis.`,
  'invalid-policy': () => 'Ada angka yang di luar batas yang wajar; lihat daftar di bawah.',
  'invalid-rules': () => 'Ada kesalahan di aturan; lihat daftar di bawah.',
  'last-owner': () => 'Ini pemilik terakhir. Jadikan orang lain pemilik dulu.',
  'line-endings': () => 'Akhir baris berkas ini bergaya lama. Simpan ulang sebagai CSV biasa.',
  'line-too-long': () => 'Ada baris yang terlalu panjang. Mungkin ada tanda kutip yang tidak ditutup.',
  'mapping-mismatch': ({ titles }) => `Pasangan kolom menyebut judul yang tidak ada di berkas ini: ${said(titles)}.`,
  'missing-columns': ({ missing }) => `Kolom yang wajib belum ada: ${said(missing)}.`,
  'needs-confirmation': () => 'Perubahan ini perlu konfirmasi dulu.',
  'needs-named-person': () => 'Harga ini perlu persetujuan dua orang, masing-masing masuk dengan namanya sendiri.',
  'never-published': () => 'Versi ini belum pernah berlaku, jadi tidak bisa dipulihkan.',
  'newer-suggestion': () => 'Sudah ada usulan yang lebih baru untuk produk dan kanal ini. Putuskan yang itu.',
  'no-data-then': () => 'Belum ada data toko pada tanggal itu.',
  'no-file': () => 'Belum ada berkas yang dipilih.',
  'no-plan': () =>
    'Rencana harga belum bisa dibuat: harganya belum diketahui, atau diperkirakan tidak ada yang terjual.',
  'no-rules': () => 'Kumpulan aturan ini kosong; tidak akan ada usulan. Tambahkan setidaknya satu aturan.',
  'no-run': () => 'Belum ada analisis. Jalankan analisis dulu.',
  'no-such-backtest': () => 'Uji ke masa lalu itu tidak ada.',
  'no-such-run': () => 'Analisis itu tidak ada.',
  'no-drift': () => 'Kanal sudah menampilkan harga kita; tidak ada lagi yang perlu diputuskan.',
  'not-exported': () => 'Berkas ini belum pernah diunduh, jadi belum mungkin ada di kanal.',
  'not-that-file': ({ wanted }) =>
    wanted === undefined
      ? 'Berkas ini tidak memuat hasil harga: perlu kolom produk dan kolom hasil atau alasannya.'
      : `Bukan berkas yang diperlukan. Unduh ${said(wanted)} dari kanal, lalu sertakan apa adanya.`,
  'nothing-matched': () => 'Tidak ada harga kita di berkas hasil ini. Apakah ini hasil dari berkas harga yang benar?',
  'nothing-to-export': ({ count }) =>
    count === 0
      ? 'Tidak ada harga yang menunggu untuk kanal ini.'
      : `Dari ${said(count)} harga yang menunggu, tidak satu pun bisa masuk berkas ini.`,
  'nothing-to-send': () =>
    'Belum pernah ada harga dari sini untuk produk itu di kanal ini. Ubah harganya di kanal, atau terima harga yang tampil.',
  'not-a-draft': () => 'Versi ini bukan draf lagi, jadi tidak bisa diubah.',
  'not-adjustable': () => 'Harga usulan ini tidak bisa diubah: setujui atau tolak.',
  'not-an-approver': () => 'Hanya pemilik atau pengelola harga yang boleh memutuskan.',
  'not-in-run': () => 'Produk itu tidak dijual di kanal tersebut pada analisis terakhir.',
  'not-json': () => 'Ini bukan JSON yang benar.',
  'not-logged-in': () => 'Silakan masuk dulu.',
  'not-set-up': () => 'Toko ini belum disiapkan. Beri tahu operator.',
  'not-text': () => 'Berkas ini bukan tabel. Yang bisa diimpor: CSV (boleh gzip) dan XLSX.',
  'not-utf-8': ({ line }) => `Tulisan di baris ${said(line)} tidak terbaca. Simpan ulang sebagai "CSV UTF-8".`,
  'not-reopenable': () => 'Tidak ada keputusan yang bisa dibatalkan di usulan ini.',
  'nothing-adjusted': () => 'Belum ada yang diubah. Kalau sudah cocok, setujui saja.',
  'nothing-before': () => 'Tidak ada versi sebelumnya untuk dibandingkan.',
  'nothing-changed': () => 'Tidak ada yang berbeda dari yang sedang berlaku.',
  'nothing-to-withdraw': () => 'Tidak ada harga yang disetujui untuk dibatalkan.',
  'old-spreadsheet': () => 'Ini berkas Excel lama (.xls) atau berkata sandi. Simpan sebagai XLSX tanpa kata sandi.',
  'own-password': () => 'Kata sandi sendiri diganti di halaman akun, dengan kata sandi yang sekarang.',
  'preview-gone': () => 'Pratinjau ini sudah tidak disimpan. Minta sekali lagi.',
  'price-not-editable': () => 'Harga di berkas ini tidak boleh diubah. Unduh berkas untuk mengubah harga.',
  'price-moved': () =>
    'Harga produk ini sudah berubah sejak diusulkan. Ubah harganya, atau tunggu analisis berikutnya.',
  'revision-conflict': () => 'Orang lain sudah menyimpan perubahan lebih dulu. Lihat dulu, lalu ulangi perubahan Anda.',
  'digest-not-configured': ({ missing }) => `Saluran ini belum disiapkan. Operator perlu mengisi ${said(missing)}.`,
  'digest-test-again': () => 'Baru saja ada pesan percobaan. Tunggu setengah menit.',
  'digest-without-address': ({ channel }) =>
    channel === 'mail' ? 'Simpan dulu alamat email Anda.' : 'Simpan dulu nomor WhatsApp Anda.',
  'role-too-low': () => 'Peran Anda tidak mengizinkan ini. Minta bantuan pemilik toko.',
  'rows-rejected': () => 'Ada baris yang salah, jadi tidak ada yang diimpor.',
  'run-failed': () => 'Analisis gagal. Jalankan lagi; kalau terulang, beri tahu operator.',
  'run-not-done': () => 'Analisis ini belum selesai; perubahannya baru diketahui setelah selesai.',
  'run-in-progress': () => 'Analisis lain sedang berjalan. Tunggu sampai selesai.',
  'same-person': () => 'Anda sudah memberi persetujuan pertama; orang lain yang harus memberi persetujuan kedua.',
  'selection-changed': ({ count, expectedCount }) =>
    `Sekarang ada ${said(count)} usulan yang cocok, bukan ${said(expectedCount)}. Lihat lagi daftarnya.`,
  'session-expired': () => 'Sesi Anda sudah berakhir. Masuk lagi.',
  'shop-in-use': () => 'Mata uang dan zona waktu tidak bisa diganti lagi setelah ada produk.',
  'suggestion-changed': () => 'Usulan ini sudah berubah sejak Anda melihatnya. Periksa lagi.',
  'suggestion-expired': () => 'Waktu untuk memutuskan sudah habis; analisis berikutnya akan mengusulkan lagi.',
  'too-many-webhooks': ({ max }) => `Sudah ada ${said(max)} webhook. Hapus yang tidak dipakai lagi.`,
  'too-many-days': () => 'Terlalu banyak hari. Perpendek rentangnya.',
  'too-many-decisions': () => 'Terlalu banyak sekaligus. Persempit pilihannya.',
  'too-many-products': ({ rows, max }) =>
    `Berkas ini memuat ${said(rows)} produk, sedangkan kanal menerima ${said(max)} sekali unggah. Unduh per bagian.`,
  'too-many-rows': ({ rows, max }) =>
    `Satu lembar Excel memuat paling banyak ${said(max)} produk, sedangkan yang cocok ${said(rows)}. Persempit daftarnya, atau unduh sebagai CSV.`,
  'too-many-log-ins': ({ retryAfterS }) =>
    `Terlalu banyak percobaan masuk. Coba lagi ${minutes(retryAfterS)} menit lagi.`,
  'truncated-file': () => 'Berkas ini terpotong. Unduh atau salin ulang.',
  'two-files': () => 'Kirim satu berkas setiap kali.',
  'unclosed-quote': ({ line }) =>
    `Tanda kutip di baris ${said(line)} tidak pernah ditutup; mungkin berkasnya terpotong.`,
  unexpected: () => 'Ada yang salah di pihak kami.',
  'unknown-bucket': () => 'Kelompok umur itu tidak ada; mungkin pengaturannya sudah diubah. Pilih lagi.',
  'unknown-channel': ({ known }) => `Kanal itu tidak dikenal. Yang ada: ${said(known)}.`,
  'unknown-channel-sku': ({ channelSku }) =>
    `Belum ada keterangan tentang ${said(channelSku)}; mungkin sudah dilupakan orang lain.`,
  'unknown-delivery': () => 'Kiriman itu tidak ada; catatannya hanya disimpan 30 hari.',
  'unknown-document': () => 'Ada isi berkas JSON ini yang bukan pesanan. Kirim hanya daftar pesanan dari toko web.',
  'unknown-export': ({ known }) => `Jenis ekspor itu tidak dikenal. Yang ada: ${said(known)}.`,
  'unknown-file': () => 'Kami belum yakin isi berkas ini. Pilih dulu isinya.',
  'unknown-import': () => 'Impor itu tidak ada.',
  'unknown-key': () => 'Kunci itu tidak ada.',
  'unknown-kind': () => 'Jenis impor itu tidak ada.',
  'unknown-mapping': () => 'Pasangan kolom yang disimpan itu tidak ada, atau untuk jenis berkas lain.',
  'unknown-order-word': ({ word }) => `Belum ada yang menjelaskan kata "${said(word)}".`,
  'unknown-price-file': () => 'Berkas harga itu tidak ada.',
  'unknown-product': ({ sku }) => `Tidak ada produk dengan SKU ${said(sku)}.`,
  'unknown-route': () => 'Alamat ini tidak ada.',
  'unknown-rule': ({ rule }) => `Tidak ada aturan bernama ${said(rule)}.`,
  'unknown-sku': () => 'Produk yang dipilih sudah tidak ada. Pilih yang lain.',
  'unknown-suggestion': () => 'Usulan itu tidak ada.',
  'unknown-user': () => 'Pengguna itu tidak ada.',
  'unknown-webhook': () => 'Webhook itu tidak ada; mungkin sudah dihapus.',
  'unknown-version': () => 'Versi itu tidak ada.',
  'unsupported-media-type': () => 'Jenis berkas ini tidak bisa dikirim ke sini.',
  'unknown-window': () => 'Entri kalender itu tidak ada; mungkin sudah dihapus orang lain.',
  'user-exists': () => 'Nama pengguna itu sudah dipakai.',
  'utf-16': () => 'Berkas ini berformat "Unicode text". Simpan ulang sebagai "CSV UTF-8".',
  'version-conflict': () =>
    'Orang lain sudah menyimpan versi yang lebih baru. Lihat versinya, lalu ulangi perubahan Anda.',
  'webhook-disabled': () => 'Webhook ini sedang nonaktif. Aktifkan dulu.',
  'weak-password': () => 'Kata sandi ini terlalu mudah ditebak atau terlalu pendek.',
  'window-over': () => 'Tanggal akhirnya sudah lewat. Pilih yang lebih akhir.',
  'window-too-long': () => 'Harga hanya bisa berlaku paling lama 366 hari.',
  'window-too-short': () => 'Harga harus berlaku setidaknya sepuluh menit.',
  'outlasts-boost': ({ name }) =>
    `Harga ini hanya boleh selama ${said(name)}. Mulai dan akhiri paling lambat pada hari terakhirnya, atau beri potongan yang lebih kecil.`,
  'wrong-credentials': () => 'Nama atau kata sandi salah, atau pengguna ini tidak aktif.',
  'wrong-origin': () => 'Halaman ini dibuka dari alamat yang tidak dikenal server. Beri tahu operator (PUBLIC_URL).',
  'wrong-password': () => 'Kata sandi yang sekarang salah.',
  'zip-bomb': () => 'Berkas ini mengembang tidak wajar saat dibuka, jadi tidak dibaca.',
};

/** Faults of a price that stand for themselves, without the name of a field. */
const PRICE_FAULTS_ID: Record<string, string> = {
  'not-below-list': 'Harga harus di bawah harga normal.',
  'below-floor': 'Harga di bawah batas yang menutup modal, biaya kanal, dan margin.',
  'below-min-price': 'Harga di bawah harga terendah yang diizinkan untuk produk ini.',
  'above-max-price': 'Harga di atas harga tertinggi yang diizinkan untuk produk ini.',
  'too-deep': 'Potongannya melebihi potongan terbesar yang diizinkan.',
};

/** What a refusal says of itself, also where it comes from work in the background. */
type Told = Pick<ApiProblem, 'code' | 'values' | 'message'>;

/** The sentence for people. A code without Indonesian words keeps the server's own. */
export function problemSentence(problem: Told, language: Language): string {
  return (language === 'id' ? PROBLEMS_ID[problem.code]?.(problem.values) : undefined) ?? problem.message;
}

/** The limits that a price crosses, each as the server says it in both languages. */
export function crossedSentences({ crossed }: Values, language: Language): string[] {
  if (!Array.isArray(crossed)) return [];
  return crossed.map(({ sentence }: { sentence: Record<Language, string> }) => sentence[language]);
}

/**
 * What is wrong with one of its fields.
 * @param ofProblem the values of the refusal itself, for a field whose fault is the refusal
 */
export function fieldSentence(field: ApiProblem['errors'][number], language: Language, ofProblem: Values = {}): string {
  const { code, values = {}, message, path } = field;
  const words = (language === 'id' ? fieldInIndonesian(code, path, { ...ofProblem, ...values }) : null) ?? message;
  const name = fieldName(path, language);
  return name === '' || /^[A-Z]/.test(words) ? words : `${name}: ${words}`;
}

function fieldInIndonesian(code: string, path: string, values: Values): string | null {
  const written = path.endsWith('Bp') ? asPercent(values) : values;
  return PRICE_FAULTS_ID[code] ?? issueInIndonesian(code, written) ?? PROBLEMS_ID[code]?.(values) ?? null;
}

/** Rates are sent in basis points; people type and read per cent. */
function asPercent(values: Values): Values {
  const bounds = ['least', 'most', 'above', 'below'].filter((name) => typeof values[name] === 'number');
  const percent = (bp: unknown): string => `${(Number(bp) / 100).toLocaleString('id')} %`;
  return { ...values, ...Object.fromEntries(bounds.map((name) => [name, percent(values[name])])) };
}
