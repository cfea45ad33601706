import { z } from 'zod';
import { factTableMarkdown } from '../core/rules/fact-document.js';
import { DEPTH_MAX, LEAVES_MAX } from '../core/rules/size.js';
import { operatorTableMarkdown } from '../core/rules/operator-words.js';
import { MATCH_REASONS } from '../core/rules/resolve.js';
import { EventSchema } from './event-schema.js';
import * as limits from './rule-limits.js';
import { ruleJsonSchema } from './rule-schema.js';
import { EVENT_WORDS, FRAME_WORDS, PARAM_WORDS, type Words } from './rule-words.js';

/** The tables of docs/rules.md that follow from the contract, by the name of their markers (`<!-- facts -->`). */
export const RULE_TABLES: Readonly<Record<string, () => string>> = {
  parts: partsMarkdown,
  operators: operatorTableMarkdown,
  events: eventsMarkdown,
  params: paramsMarkdown,
  reasons: reasonsMarkdown,
  limits: limitsMarkdown,
  facts: factTableMarkdown,
};

/**
 * A document with its tables written anew between their markers. Throws where a marker is missing, which would
 * leave a table to grow old in silence.
 */
export function withTables(document: string, tables: Readonly<Record<string, () => string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`the document has no ${open} ... ${close}`);
    return `${text.slice(0, start + open.length)}\n\n${table()}\n\n${text.slice(end)}`;
  }, document);
}

interface Shape {
  type?: string;
  const?: string;
  default?: unknown;
  properties?: Record<string, Shape>;
  required?: string[];
  oneOf?: Shape[];
  items?: Shape;
  enum?: unknown[];
  anyOf?: Shape[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
}

const both = ({ id, en }: Words): string => `${id}<br>${en}`;
const code = (text: string): string => `\`${text}\``;
const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '-'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function partsMarkdown(): string {
  const { properties = {}, required = [] } = ruleJsonSchema() as Shape;
  const leftOut: Record<string, string> = {
    channels: 'every channel',
    categories: 'every category',
    validFrom: 'always',
    validTo: 'always',
    owner: 'nobody',
  };
  const rows = Object.entries(FRAME_WORDS).map(([key, words]) => {
    const standard = properties[key]?.default;
    const without = standard === undefined ? (leftOut[key] ?? '') : code(JSON.stringify(standard));
    return [code(key), both(words), required.includes(key) ? 'must be there' : without];
  });
  return table(['key', 'meaning', 'left out'], rows);
}

function eventShapes(): Shape[] {
  return (z.toJSONSchema(EventSchema, { io: 'input' }) as Shape).oneOf ?? [];
}

function eventsMarkdown(): string {
  const rows = eventShapes().map(({ properties = {} }) => {
    const type = (properties.type?.const ?? '') as keyof typeof EVENT_WORDS;
    const params = properties.params ?? {};
    const choices = (params.oneOf ?? []).flatMap(({ required = [] }) => required);
    const others = Object.keys(params.properties ?? {}).filter((key) => !choices.includes(key));
    const must = others.filter((key) => params.required?.includes(key)).map(code);
    const may = others.filter((key) => !params.required?.includes(key)).map(code);
    const parts = [
      ...(choices.length > 0 ? [`one of ${choices.map(code).join(', ')}`] : []),
      ...(must.length > 0 ? [must.join(', ')] : []),
      ...(may.length > 0 ? [`if you like ${may.join(', ')}`] : []),
    ];
    return [code(type), parts.join('; '), both(EVENT_WORDS[type])];
  });
  return table(['type', 'params', 'proposes'], rows);
}

function paramsMarkdown(): string {
  const shapes = new Map<string, Shape>();
  const gather = (properties: Record<string, Shape>): void => {
    for (const [key, shape] of Object.entries(properties)) {
      if (key in PARAM_WORDS) shapes.set(key, shape);
      gather(shape.properties ?? {});
    }
  };
  for (const { properties = {} } of eventShapes()) gather(properties.params?.properties ?? {});
  const rows = Object.entries(PARAM_WORDS).map(([key, words]) => [
    code(key),
    valueText(shapes.get(key) ?? {}),
    both(words),
  ]);
  return table(['param', 'value', 'meaning'], rows);
}

/** What a value may be, in words. */
function valueText(shape: Shape): string {
  const { type, properties, anyOf, items, minimum, maximum, exclusiveMinimum, maxLength } = shape;
  if (shape.enum !== undefined) return shape.enum.map((value) => code(String(value))).join(', ');
  if (items !== undefined) return `list of ${valueText(items)}`;
  if (anyOf !== undefined) return anyOf.map(valueText).join(', or ');
  if (properties !== undefined) return `{${Object.keys(properties).join(', ')}}`;
  if (type === 'string') return `text, up to ${maxLength} characters`;
  const from = exclusiveMinimum === undefined ? `${grouped(minimum)} to` : `more than ${exclusiveMinimum}, up to`;
  return `${type === 'integer' ? 'whole number, ' : ''}${from} ${grouped(maximum)}`;
}

function reasonsMarkdown(): string {
  return table(
    ['reason', 'meaning'],
    Object.entries(MATCH_REASONS).map(([reason, words]) => [code(reason), both(words)]),
  );
}

function limitsMarkdown(): string {
  const rows: [string, number][] = [
    ['characters in a file', limits.FILE_CHARACTERS_MAX],
    ['brackets inside brackets in a file', limits.BRACKETS_DEPTH_MAX],
    ['rules in a set', limits.RULES_MAX],
    ['comparisons in a rule, named conditions written out', LEAVES_MAX],
    ['conditions inside conditions, named ones written out', DEPTH_MAX],
    ['conditions directly inside one `all` or `any`', limits.CHILDREN_MAX],
    ['values in a list', limits.LIST_MAX],
    ['examples of a rule', limits.EXAMPLES_MAX],
    ['characters of a text to compare with', limits.TEXT_MAX],
    ['characters of a sentence (title, reason, message)', limits.SENTENCE_MAX],
    ['characters of a name', limits.NAME_MAX],
    ['priority', limits.PRIORITY_MAX],
  ];
  return table(
    ['what', 'at most'],
    rows.map(([what, most]) => [what, grouped(most)]),
  );
}

function grouped(value = 0): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
