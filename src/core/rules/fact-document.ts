import { FACTS, type Fact, type FactUnit } from './facts.js';
import { typeText } from './finding.js';

/** What a unit means, for people. */
const UNIT_WORDS: Record<FactUnit, { id: string; en: string }> = {
  money: { id: 'satuan terkecil mata uang (rupiah)', en: 'smallest unit of the currency (rupiah)' },
  bp: { id: 'basis poin, 10000 = 100 %', en: 'basis points, 10000 = 100 %' },
  days: { id: 'hari', en: 'days' },
  units: { id: 'unit barang', en: 'units' },
  'units/day': { id: 'unit per hari', en: 'units a day' },
  milli: { id: 'per seribu, 1000 = 1', en: 'thousandths, 1000 = 1' },
  orders: { id: 'pesanan', en: 'orders' },
  day: { id: 'tanggal YYYY-MM-DD', en: 'a day, YYYY-MM-DD' },
  code: { id: 'kode', en: 'a code' },
  text: { id: 'teks', en: 'text' },
  count: { id: 'bilangan', en: 'a plain number' },
  'yes/no': { id: 'true = ya, false = tidak', en: 'true = yes, false = no' },
};

/**
 * All that an editor tells of a fact, in lines of plain text: the sentence in both languages, then type, unit, range,
 * an example, and whether it may be null.
 */
export function factDescription(fact: Fact): string {
  const unit = UNIT_WORDS[fact.unit];
  const [min, max] = fact.range ?? [null, null];
  const bounds = min === null ? (max === null ? '' : `≤ ${max}`) : max === null ? `≥ ${min}` : `${min} … ${max}`;
  const companion = COMPANIONS.get(fact.name);
  return [
    `${fact.sentence.id}.`,
    `${fact.sentence.en}.`,
    `Satuan: ${unit.id}. Unit: ${unit.en}. Type: ${typeText(fact)}.`,
    ...(bounds === '' ? [] : [`Rentang / range: ${bounds}.`]),
    `Contoh / example: ${JSON.stringify(fact.example)}.`,
    ...(companion === undefined ? [] : [`Bisa null = tidak diketahui / may be null = not known; see ${companion}.`]),
  ].join('\n');
}

/**
 * The facts as docs/rules.md shows them (Markdown): one table a group, companions in one line with their fact,
 * the Indonesian sentence above the English one.
 */
export function factTableMarkdown(): string {
  const stored = FACTS.filter(({ knownOf }) => knownOf === null);
  const groupOf = ({ name }: Fact): string => name.replace(/\..*$/, '');
  const tables = [...new Set(stored.map(groupOf))].map((group) =>
    [
      `### \`${group}\``,
      '',
      '| fact | meaning | type, unit | range | known? | example |',
      '| - | - | - | - | - | - |',
      ...stored.filter((fact) => groupOf(fact) === group).map(row),
    ].join('\n'),
  );
  return tables.join('\n\n');
}

const COMPANIONS: ReadonlyMap<string | null, string> = new Map(FACTS.map((fact) => [fact.knownOf, fact.name]));

function row(fact: Fact): string {
  const companion = COMPANIONS.get(fact.name);
  const cells = [
    `\`${fact.name}\``,
    `${fact.sentence.id}<br>${fact.sentence.en}`,
    fact.type === fact.unit ? fact.type : `${fact.type}, ${fact.unit}`,
    range(fact),
    companion === undefined ? 'always' : `\`${companion}\``,
    `\`${JSON.stringify(fact.example)}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}

function range({ range }: Fact): string {
  return range === null || (range[0] === null && range[1] === null)
    ? ''
    : `${range[0] ?? ''} .. ${range[1] ?? ''}`.trim();
}
