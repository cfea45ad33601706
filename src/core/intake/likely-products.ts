import { distance } from 'fastest-levenshtein';

/** A product that may be what a channel calls by another name. */
export interface LikelyProduct {
  sku: string;
  name: string;
}

/** What is looked for: the channel's SKU or id, and the name that its file has. */
interface Wanted {
  channelSku: string;
  name: string | null;
}

interface Found extends LikelyProduct {
  score: number;
}

/** Below it, what names share is chance: `kaos` alone. */
const LEAST = 0.45;
/** A SKU says more than any name. */
const SKU_WORTH = 1.5;
/** A longer word says more, but not without end. */
const WORD_WORTH_MAX = 8;
const SKU_LENGTH_MIN = 4;
const SLIPPED_LENGTH_MIN = 8;
const SLIPS_MAX = 2;

/** Looks for likely products of several names at once: show it every product, then ask. */
export class LikelyProducts {
  private readonly wanted;

  constructor(
    wanted: readonly Wanted[],
    private readonly most = 3,
  ) {
    this.wanted = wanted.map(({ channelSku, name }) => {
      const words = wordsOf(`${name ?? ''} ${channelSku}`);
      return { channelSku, sku: bare(channelSku), words, worth: worthOf(words), found: [] as Found[] };
    });
  }

  look({ sku, name }: LikelyProduct): void {
    const words = wordsOf(`${name} ${sku}`);
    const worth = worthOf(words);
    const ownSku = bare(sku);
    for (const each of this.wanted) {
      let shared = 0;
      for (const word of words) if (each.words.has(word)) shared += worthOfWord(word);
      const score = (2 * shared) / Math.max(1, worth + each.worth) + SKU_WORTH * likeness(ownSku, each.sku);
      if (score < LEAST) continue;
      each.found.push({ sku, name, score });
      if (each.found.length > 8 * this.most) this.cut(each.found);
    }
  }

  /** The likeliest products of each name, best first. */
  answer(): Map<string, LikelyProduct[]> {
    return new Map(
      this.wanted.map(({ channelSku, found }) => {
        this.cut(found);
        return [channelSku, found.map(({ sku, name }) => ({ sku, name }))];
      }),
    );
  }

  private cut(found: Found[]): void {
    found.sort((a, b) => b.score - a.score || (a.sku < b.sku ? -1 : 1)).splice(this.most);
  }
}

/** 1 for the same SKU but for case and signs, less for slips of the pen in a long one, 0 for anything else. */
function likeness(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  if (length < SKU_LENGTH_MIN) return 0;
  if (one === other) return 1;
  if (length < SLIPPED_LENGTH_MIN || Math.abs(one.length - other.length) > SLIPS_MAX) return 0;
  // KAOS-HITAM-003 is no slip of the pen for KAOS-HITAM-008.
  if (one.replace(/\D/g, '') !== other.replace(/\D/g, '')) return 0;
  const slips = distance(one, other);
  return slips <= SLIPS_MAX ? 1 - slips / 4 : 0;
}

const bare = (sku: string): string => sku.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

const worthOfWord = (word: string): number => Math.min(word.length, WORD_WORTH_MAX);

function worthOf(words: ReadonlySet<string>): number {
  let sum = 0;
  for (const word of words) sum += worthOfWord(word);
  return sum;
}
