import { issueInIndonesian } from './issues';
import { texts } from './texts';

/** How findings of the checks are introduced. */
export const findingsText = texts({
  id: { error: 'Kesalahan', warning: 'Catatan', unreadable: 'JSON ini belum bisa dibaca.' },
  en: { error: 'Error', warning: 'Remark', unreadable: 'This JSON cannot be read yet.' },
});

type Values = Record<string, unknown>;
const q = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
const and = (list: unknown): string => (Array.isArray(list) ? list.map(String).join(' dan ') : String(list));
const near = (value: unknown): string => (value == null ? '' : ` Mungkin maksud Anda ${q(value)}?`);
/** The comparisons that a finding names, as the server writes them. */
function whats({ comparisons }: Values): string {
  if (!Array.isArray(comparisons) || comparisons.length === 0) return '';
  return ` (${(comparisons as { what?: unknown }[]).map(({ what }) => String(what)).join('; ')})`;
}

/**
 * What a finding says, in Indonesian, by its code; in English the server's own sentence stands. What is not here is told in
 * the server's words too: better a strange sentence than none.
 */
const FINDINGS_IN_INDONESIAN: Record<string, (values: Values) => string> = {
  'unknown-fact': (v) => `Tidak ada fakta ${q(v.fact)}.${near(v.nearest)}`,
  'unknown-operator': (v) => `Tidak ada pembanding ${q(v.operator)}.${near(v.nearest)}`,
  'unknown-condition': (v) => `Tidak ada syarat bersama ${q(v.condition)}.${near(v.nearest)}`,
  'unknown-key': (v) => `${q(v.key)} tidak dikenal di sini.${near(v.nearest)}`,
  'unknown-channel': (v) => `Toko ini tidak punya kanal ${q(v.name)}.${near(v.nearest)}`,
  'unknown-category': (v) => `Tidak ada produk dengan kategori ${q(v.name)}.${near(v.nearest)}`,
  'wrong-operator': (v) => `Pembanding ${q(v.operator)} tidak cocok untuk fakta ${String(v.fact)}.`,
  'wrong-type': (v) =>
    v.fact === undefined
      ? (misshapen(v.options === undefined ? 'invalid-type' : 'invalid-value', v) ?? 'Nilai ini salah jenisnya.')
      : `Nilai ${q(v.value)} salah jenisnya untuk fakta ${String(v.fact)}.`,
  'empty-condition': () => 'Kelompok syarat ini kosong, sehingga selalu benar dan aturannya kena semua produk.',
  'ambiguous-condition': (v) => `${and(v.given)} tidak boleh berdampingan dalam satu syarat.`,
  'not-a-condition': () => 'Ini bukan syarat: isinya harus salah satu dari fact, all, any, not, atau condition.',
  'circular-condition': () => 'Syarat bersama ini saling menunjuk berputar-putar.',
  'empty-list': () => 'Daftarnya kosong.',
  'exactly-one-of': (v) => `Isi tepat satu dari ${Array.isArray(v.choices) ? v.choices.join(', ') : ''}.`,
  'range-reversed': () => 'Potongan terkecil lebih besar daripada potongan terbesar.',
  'range-of-one': (v) =>
    `Potongan terkecil dan terbesar sama-sama ${String(v.percent)} %, jadi tidak ada yang dipilih.`,
  'validity-reversed': () => 'Hari terakhir lebih awal daripada hari pertama.',
  'no-firing-example': () => 'Aturan ini belum punya contoh yang kena.',
  'no-silent-example': () => 'Aturan ini belum punya contoh yang tidak kena.',
  'failing-example': (v) =>
    v.opposed === undefined
      ? `Contoh ${String(v.example)} tidak cocok dengan aturannya.`
      : `Contoh ${String(v.example)} dan ${String(v.opposed)} sama faktanya tetapi berlawanan harapannya.`,
  'duplicate-name': (v) => `Sudah ada aturan lain bernama ${q(v.name)}.`,
  'no-rules': () => 'Belum ada aturan sama sekali: tidak akan pernah ada usulan.',
  'null-counts-as-zero': (v) => `${String(v.other)} bisa tidak diketahui, dan di sisi kanan itu dihitung 0.`,
  'never-null': (v) => `${String(v.fact)} selalu diketahui, jadi membandingkannya dengan null tidak ada gunanya.`,
  'out-of-range': (v) =>
    `${String(v.fact)} tidak pernah sampai ke ${q(v.value)}, jadi ini ${v.isAlways === true ? 'selalu' : 'tidak pernah'} benar.`,
  contradiction: (v) => `Aturan ini tidak pernah bisa kena: syaratnya saling meniadakan${whats(v)}.`,
  'always-true': (v) => `Syarat ini selalu benar${whats(v)}.`,
  'never-true': (v) => `Syarat ini tidak pernah benar${whats(v)}.`,
  redundant: (v) =>
    `${typeof v.condition === 'string' ? v.condition : 'Bagian ini'} tidak menambah apa-apa di samping syarat lainnya${whats(v)}.`,
  shadowed: (v) =>
    `Aturan ini tidak pernah bisa menang${Array.isArray(v.by) ? `: selalu didahului ${and(v.by)}` : ''}.`,
  'duplicate-rule': (v) => `${and(v.rules)} kena produk yang sama dan mengusulkan hal yang sama.`,
  'same-conditions': (v) => `${and(v.rules)} kena produk yang sama tetapi mengusulkan hal yang berbeda.`,
  'equal-priority': (v) => `${and(v.rules)} sama prioritasnya dan bisa kena bersamaan.`,
  'percent-over-limit': () => 'Potongan ini lebih besar daripada batas di pengaturan.',
  'range-over-limit': () => 'Rentang potongan ini mulai di atas batas di pengaturan.',
  'range-partly-over-limit': () => 'Sebagian rentang potongan ini melewati batas di pengaturan.',
  'percent-over-step': (v) =>
    `Potongan ${String(v.percent)} % melompat lebih dari satu langkah yang diizinkan pengaturan.`,
  'not-fully-checked': () => 'Aturannya terlalu banyak atau terlalu rumit untuk diperiksa seluruhnya.',
  'too-many-findings': () => 'Terlalu banyak temuan; perbaiki yang ada dulu, lalu periksa lagi.',
  gap: (v) => `${String(v.products)} produk punya stok lama yang tidak terjangkau aturan mana pun.`,
  'never-fired': (v) =>
    `${String(v.rule)} tidak kena satu pun dari ${String(v.rows)} pasang produk dan kanal pada analisis terakhir${whats({ comparisons: v.neverHeld })}.`,
  'always-beaten': (v) => `${String(v.rule)} kena ${String(v.fired)} kali pada analisis terakhir dan selalu kalah.`,
  'constant-on-run': (v) =>
    `${String(v.fact)} sama hasilnya untuk semua ${String(v.rows)} pasang pada analisis terakhir.`,
  'mostly-unknown': (v) => `${String(v.fact)} hampir tidak pernah diketahui pada analisis terakhir.`,
  'duplicate-key': (v) => `${q(v.key)} ditulis dua kali di objek yang sama.`,
  'forbidden-key': (v) => `${q(v.key)} tidak boleh menjadi nama di sini.`,
  'invalid-key': (v) => `${q(v.key)} tidak bisa menjadi nama di sini.`,
  'path-not-supported': () =>
    'Fakta adalah nilai biasa, tidak ada yang perlu dicari di dalamnya: hapus "path", dan tulis nama fakta lengkap dengan titiknya, misalnya "stock.ageDaysOldest".',
  'too-deep': () => 'Tanda kurungnya bersarang terlalu dalam.',
  'too-large': () => 'Syarat-syaratnya terlalu besar untuk diperiksa; pecah menjadi beberapa aturan.',
  'not-json': () => 'Ini bukan JSON yang benar.',
};

/** Codes of schemas: what is wrong with one value, whatever it stands for. */
function misshapen(code: string, values: Values): string | null {
  const words = issueInIndonesian(code, values);
  if (words === null) return null;
  const { key = null, value = null } = values;
  if (key === null) return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  return value === null ? `${String(key)}: ${words}.` : `${String(key)}: ${q(value)} salah; ${words}.`;
}

/** What a finding says in Indonesian; null where there are no words for its code. */
export function findingInIndonesian(code: string, values: Values): string | null {
  return Object.hasOwn(FINDINGS_IN_INDONESIAN, code) ? FINDINGS_IN_INDONESIAN[code]!(values) : misshapen(code, values);
}
