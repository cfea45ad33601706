import { conditionChange, describe } from './condition-sentence.js';
import { quote } from './finding.js';
import type { Condition, Optimise, Rule, RuleEvent, RuleSet } from './rule.js';
import {
  arrow,
  beforeAndAfter,
  DONE,
  plain,
  same,
  say,
  withBlank,
  type Sentence,
  type Step,
  type Words,
} from './sentence.js';

/** `rule added: Old stock is cut.` */
export function ruleSentence(op: 'add' | 'remove', rule: Rule): Sentence {
  return say([`aturan ${DONE[op][0]}: `, `rule ${DONE[op][1]}: `], rule.title);
}

/** `place 3 -> 1`, counted from 1. */
export function placeSentence(from: number, to: number): Sentence {
  return say(['urutan ', 'place '], `${from + 1} -> ${to + 1}`);
}

export function conditionSentence(op: 'add' | 'remove', name: string, condition: Condition): Sentence {
  const words: Words = [
    `syarat bernama ${quote(name)} ${DONE[op][0]}: `,
    `named condition ${quote(name)} ${DONE[op][1]}: `,
  ];
  return say(words, describe(condition));
}

const TIES: Record<RuleSet['onTie'], Words> = {
  smallestCut: ['potongan terkecil menang', 'the smallest cut wins'],
  largestCut: ['potongan terbesar menang', 'the largest cut wins'],
  first: ['yang pertama menang', 'the first wins'],
};

export function tieSentence(before: RuleSet['onTie'], after: RuleSet['onTie']): Sentence {
  return say(['prioritas sama: ', 'equal priority: '], arrow(say(TIES[before]), say(TIES[after])));
}

/**
 * One step in words: `priority 310 -> 320`, `stock.ageDaysOldest >= 31 -> >= 35`, `cut 10 % -> 15 %`, `example added`.
 *
 * @param isCondition whether the path leads into conditions
 * @param parentBefore what the changed value stood in; for a value inside a comparison, the comparison
 */
export function changeSentence(
  change: Step,
  isCondition: boolean,
  parentBefore: unknown,
  parentAfter: unknown,
): Sentence {
  if (isCondition) return conditionChange(change, parentBefore, parentAfter);
  const [, top, ...inside] = change.path.split('/');
  if (top === 'examples') return exampleChange(change, inside);
  if (top === 'event') return eventChange(change, parentAfter);
  if (top === 'title') return say([`judul (${inside[0]}): `, `title (${inside[0]}): `], beforeAndAfter(change));
  if (top === 'enabled')
    return say(change.after === true ? ['dinyalakan', 'switched on'] : ['dimatikan', 'switched off']);
  const field = FIELDS[top ?? ''];
  if (field === undefined) return say([`${top} `, `${top} `], beforeAndAfter(change));
  return say([`${field.words[0]} `, `${field.words[1]} `], beforeAndAfter(change, field.none));
}

const EVERYWHERE: Words = ['semua', 'all'];
const ALWAYS: Words = ['selalu', 'always'];
const NOBODY: Words = ['tidak ada', 'none'];
const FIELDS: Record<string, { words: Words; none?: Words }> = {
  priority: { words: ['prioritas', 'priority'] },
  version: { words: ['versi aturan', "rule's version"] },
  owner: { words: ['penanggung jawab', 'owner'], none: NOBODY },
  validFrom: { words: ['berlaku dari', 'valid from'], none: ALWAYS },
  validTo: { words: ['berlaku sampai', 'valid to'], none: ALWAYS },
  channels: { words: ['kanal', 'channels'], none: EVERYWHERE },
  categories: { words: ['kategori', 'categories'], none: EVERYWHERE },
};

function exampleChange(change: Step, [index, ...inside]: string[]): Sentence {
  if (index === undefined) return say([`contoh ${DONE[change.op][0]}`, `examples ${DONE[change.op][1]}`]);
  const number = Number(index) + 1;
  if (inside.length > 0) {
    const what = inside.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
    const place = what.replace(/^facts\./, '');
    return say([`contoh ${number}: ${place} `, `example ${number}: ${place} `], beforeAndAfter(change));
  }
  const { expect } = (change.after ?? change.before) as { expect?: unknown };
  const fires: Words = expect === null ? ['tidak menyala', 'it does not fire'] : ['menyala', 'it fires'];
  const [id, en] = DONE[change.op];
  const which = change.op === 'add' ? '' : ` ${number}`;
  return say([`contoh${which} ${id} (`, `example${which} ${en} (`], say([`${fires[0]})`, `${fires[1]})`]));
}

const EVENTS: Record<RuleEvent['type'], Words> = {
  discount: ['potongan', 'cut'],
  voucher: ['voucher', 'voucher'],
  bundle: ['paket', 'bundle'],
  restore: ['kembali ke harga dasar', 'back to the base price'],
  hold: ['ditahan', 'hold'],
  alert: ['peringatan', 'alert'],
};
const PARAMS: Record<string, Words> = {
  minSpend: ['belanja minimum', 'minimum spend'],
  maxDiscount: ['potongan terbesar', 'largest discount'],
  quota: ['kuota', 'quota'],
  partner: ['pasangan', 'partner'],
  reason: ['alasan', 'reason'],
  message: ['pesan', 'message'],
  minPercent: ['potongan paling kecil', 'least cut'],
  maxPercent: ['potongan paling besar', 'largest cut'],
  clearWithinDays: ['habis dalam hari', 'clear within days'],
};

function eventChange(change: Step, parentAfter: unknown): Sentence {
  const keys = change.path.split('/').slice(2);
  const last = keys.at(-1) ?? '';
  if (keys.length === 0) return arrow(describeEvent(change.before), describeEvent(change.after));
  if (keys.length === 1 && keys[0] === 'params') {
    const words = EVENTS[(parentAfter as RuleEvent).type];
    return say(withBlank(words), arrow(describeParams(change.before), describeParams(change.after)));
  }
  const percent = (value: unknown): Sentence => (value === undefined ? same('-') : same(`${String(value)} %`));
  if (last === 'percent') return say(['potongan ', 'cut '], arrow(percent(change.before), percent(change.after)));
  if (last === 'minPercent' || last === 'maxPercent') {
    return say(withBlank(PARAMS[last]!), arrow(percent(change.before), percent(change.after)));
  }
  if (last === 'amount') return say(['potongan ', 'cut '], beforeAndAfter(change));
  if (last === 'price') return say(['harga ', 'price '], beforeAndAfter(change));
  const isText = keys.at(-2) === 'message' && typeof parentAfter === 'object';
  const words = isText ? ([`pesan (${last})`, `message (${last})`] as const) : (PARAMS[last] ?? [last, last]);
  return say(withBlank(words), beforeAndAfter(change));
}

function describeEvent(event: unknown): Sentence {
  const { type, params } = event as { type: RuleEvent['type']; params?: unknown };
  const size = describeParams(params);
  return say(EVENTS[type], size.en === '' ? '' : { id: ` ${size.id}`, en: ` ${size.en}` });
}

function describeParams(params: unknown): Sentence {
  const { percent, amount, price, optimise, ...rest } = (params ?? {}) as Record<string, unknown>;
  const range = optimise as Optimise | undefined;
  const kinds = range?.kinds?.join(' / ') ?? '';
  const as = kinds === '' ? { id: '', en: '' } : { id: `, sebagai ${kinds}`, en: `, as ${kinds}` };
  const sizes: Sentence[] = [
    ...(percent === undefined ? [] : [same(`${String(percent)} %`)]),
    ...(amount === undefined ? [] : [plain(amount)]),
    ...(price === undefined ? [] : [say(['harga ', 'price '], plain(price))]),
    ...(range === undefined
      ? []
      : [
          {
            id: `${range.minPercent}-${range.maxPercent} %, habis dalam ${range.clearWithinDays} hari${as.id}`,
            en: `${range.minPercent}-${range.maxPercent} %, clear within ${range.clearWithinDays} days${as.en}`,
          },
        ]),
    ...Object.entries(rest).map(([key, value]) => say(withBlank(PARAMS[key] ?? [key, key]), plain(value))),
  ];
  return { id: sizes.map(({ id }) => id).join(', '), en: sizes.map(({ en }) => en).join(', ') };
}
