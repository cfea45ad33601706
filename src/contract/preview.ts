import { z } from 'zod';
import type { Effect } from '../core/effect.js';
import { fault } from './fault.js';
import { DayText, pageOf, PageQuery, ChannelCode } from './http.js';

const money = z.int();
const KINDS = ['discount', 'voucher', 'bundle', 'restore'] as const;
const EVENT_TYPES = [...KINDS, 'hold', 'alert'] as const;

/** Rules to try: a version (a draft, most often), or a whole set as it stands in an editor. */
export const rulesToTry = {
  version: z.int().positive().optional().describe('A version, most often a draft.'),
  ruleSet: z.unknown().optional().describe('Or a whole set: rules, conditions, onTie.'),
};
export const isOneOf = (body: { version?: number | undefined; ruleSet?: unknown }): boolean =>
  (body.version === undefined) !== (body.ruleSet === undefined);
export const ONE_OF = fault('one-of', 'has exactly one of version and ruleSet');

export const PreviewRequest = z
  .strictObject(rulesToTry)
  .refine(isOneOf, ONE_OF)
  .meta({ id: 'PreviewRequest', example: { version: 5 } });
export type PreviewRequest = z.infer<typeof PreviewRequest>;

/** Sums over suggestions: of a preview, a day of a back-test, a rule. */
export const effectTotals = {
  suggestions: z.int(),
  products: z.int(),
  discountGiven: money.describe('What buyers are expected to pay less. Model output.'),
  staleValue: money.describe('Of the products addressed; each counts once.'),
  gain: money.describe('Expected profit against doing nothing, where the cost is known. Model output.'),
  gainUnknown: z.int().describe('Suggestions whose gain is not known.'),
};
const totals = z.object(effectTotals);
export const totalsExample = {
  suggestions: 184,
  products: 41,
  discountGiven: 3_120_000,
  staleValue: 23_400_000,
  gain: 1_890_000,
  gainUnknown: 10,
};
const side = z.object({
  all: totals.describe('Everything that the set would propose.'),
  shown: totals.describe('The best of it, as many as maxSuggestionsPerDay lets through.'),
  stopped: z
    .record(z.string(), z.int())
    .describe('Listings where a rule won and nothing is left to propose, by reason.'),
});
const changes = { new: z.int(), gone: z.int(), changed: z.int(), same: z.int() };
const changesExample = { new: 12, gone: 0, changed: 31, same: 141 };
const ruleCount = z.object({ fired: z.int(), won: z.int(), suggested: z.int() }).nullable();

export const PreviewView = z
  .object({
    id: z.string().describe('Its rows are read under this name while it is kept.'),
    run: z.object({ id: z.int(), asOf: DayText }).describe('Whose facts were judged.'),
    version: z.int().nullable().describe('What was tried; null: a set that is no version.'),
    revision: z.int().nullable().describe('Of a draft.'),
    inForceVersion: z.int(),
    failingExamples: z.int().describe('Of the rules that were tried: they keep them from being published.'),
    listings: z.int().describe('Products x channels that were judged.'),
    inForce: side,
    draft: side,
    changes: z.object(changes).describe('Listings by what becomes of their suggestion.'),
    byRule: z
      .array(z.object({ name: z.string(), type: z.enum(EVENT_TYPES), before: ruleCount, after: ruleCount }))
      .describe('Listings on which each rule fires, wins and leads to a price; null: not in that set.'),
    byChannel: z.array(z.object({ name: z.string(), ...changes })),
    byCategory: z.array(z.object({ name: z.string().nullable(), ...changes })),
    rows: z.int().describe('Listings that change and can be looked at one by one.'),
  })
  .meta({
    id: 'RulesPreview',
    example: {
      id: 'q3nQ0y5v2mJw4p1K8sT7bA',
      run: { id: 7, asOf: '2026-03-30' },
      version: 5,
      revision: 2,
      inForceVersion: 4,
      failingExamples: 0,
      listings: 1_500,
      inForce: { all: totalsExample, shown: totalsExample, stopped: { 'cool-down': 4 } },
      draft: { all: totalsExample, shown: totalsExample, stopped: { 'cool-down': 4, 'margin-floor': 2 } },
      changes: changesExample,
      byRule: [
        {
          name: 'age-61-90',
          type: 'discount' as const,
          before: { fired: 31, won: 31, suggested: 29 },
          after: { fired: 43, won: 43, suggested: 41 },
        },
      ],
      byChannel: [{ name: 'shopee', ...changesExample }],
      byCategory: [{ name: 'Kopi', ...changesExample }],
      rows: 43,
    },
  });
export type PreviewView = z.infer<typeof PreviewView>;

export const PreviewRowQuery = PageQuery.extend({
  change: z.enum(['new', 'gone', 'changed']).optional(),
  channel: ChannelCode.optional(),
  category: z.string().min(1).max(200).optional(),
  rule: z.string().min(1).max(100).optional().describe('Proposes before or after.'),
});
export type PreviewRowQuery = z.infer<typeof PreviewRowQuery>;

const effect = z
  .object({
    rule: z.string(),
    kind: z.enum(KINDS),
    price: money,
    listPrice: money,
    currentPrice: money,
    discountBp: z.int(),
    gain: money.nullable(),
    discountGiven: money,
  })
  .nullable();
const effectExample = {
  rule: 'age-61-90',
  kind: 'discount' as const,
  price: 71_900,
  listPrice: 89_900,
  currentPrice: 89_900,
  discountBp: 2_002,
  gain: 96_000,
  discountGiven: 396_000,
};

export const PreviewRowView = z
  .object({
    sku: z.string(),
    name: z.string(),
    channel: z.string(),
    category: z.string().nullable(),
    staleValue: money,
    change: z.enum(['new', 'gone', 'changed']),
    before: effect.describe('What the set in force proposes; null: nothing.'),
    after: effect.describe('What the draft proposes; null: nothing.'),
    silent: z.string().nullable().describe('Why nothing is proposed after, where a rule won all the same.'),
  })
  .meta({
    id: 'RulesPreviewRow',
    example: {
      sku: 'KOPI-250',
      name: 'Kopi Gayo 250 g',
      channel: 'shopee',
      category: 'Kopi',
      staleValue: 1_250_000,
      change: 'changed' as const,
      before: { ...effectExample, price: 80_900, discountBp: 1_001, gain: 61_000 },
      after: effectExample,
      silent: null,
    },
  });
export type PreviewRowView = z.infer<typeof PreviewRowView>;
export const PreviewRowPage = pageOf(PreviewRowView)
  .extend({ total: z.int().describe('Rows that match, on all pages.') })
  .meta({ id: 'RulesPreviewRowPage' });
export type PreviewRowPage = z.infer<typeof PreviewRowPage>;

/** One side of a row. */
export function effectView(found: Effect | null): PreviewRowView['before'] {
  if (found === null) return null;
  const { rule, kind, price, listPrice, currentPrice, discountBp, gain, discountGiven } = found;
  return { rule, kind, price, listPrice, currentPrice, discountBp, gain, discountGiven };
}
