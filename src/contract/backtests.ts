import { z } from 'zod';
import type { Backtest, BacktestHead, BacktestHit, BacktestSide } from '../core/backtest.js';
import { formatDay } from '../core/units.js';
import { DayInput, DayText, formatInstant, InstantText, pageOf, PageQuery } from './http.js';
import { effectTotals, isOneOf, ONE_OF, rulesToTry, totalsExample } from './preview.js';

const money = z.int();
const KINDS = ['discount', 'voucher', 'bundle', 'restore'] as const;

export const NewBacktest = z
  .strictObject({
    ...rulesToTry,
    from: DayInput.optional().describe('Left out: 25 steps before the last day.'),
    to: DayInput.optional().describe('Left out: the last Monday; with `from` the last day that is complete.'),
    everyDays: z.int().min(1).max(366).optional().describe('Left out: 7.'),
  })
  .refine(isOneOf, ONE_OF)
  .meta({ id: 'NewBacktest', example: { version: 5, from: '2025-10-06', to: '2026-03-30', everyDays: 7 } });
export type NewBacktest = z.infer<typeof NewBacktest>;

const head = {
  id: z.int(),
  version: z.int().nullable().describe('The version that was tried; null: a set that is no version.'),
  revision: z.int().nullable().describe('Of a draft, as it was then.'),
  againstVersion: z.int().describe('The version in force, tried on the same days.'),
  days: z.array(DayText).describe('The days that are tried, each as it was known then.'),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  done: z.int().describe('Days that are done.'),
  error: z.string().nullable(),
  createdBy: z.string(),
  createdAt: InstantText,
  startedAt: InstantText.nullable(),
  finishedAt: InstantText.nullable(),
};
const headExample = {
  id: 3,
  version: 5,
  revision: 2,
  againstVersion: 4,
  days: ['2026-03-23', '2026-03-30'],
  state: 'done' as const,
  done: 2,
  error: null,
  createdBy: 'user:siti',
  createdAt: '2026-03-31T09:15:00.000+07:00',
  startedAt: '2026-03-31T09:15:01.000+07:00',
  finishedAt: '2026-03-31T09:15:03.000+07:00',
};
export const BacktestHeadView = z.object(head).meta({ id: 'BacktestHead', example: headExample });
export type BacktestHeadView = z.infer<typeof BacktestHeadView>;
export const BacktestPage = pageOf(BacktestHeadView).meta({ id: 'BacktestPage' });
export const BacktestQuery = PageQuery.extend({ version: z.coerce.number().int().positive().optional() });
export type BacktestQuery = z.infer<typeof BacktestQuery>;

const perDay = {
  ...effectTotals,
  overLimit: z.int().describe('Left out by maxSuggestionsPerDay.'),
  again: z.int().describe('Suggestions for listings that were hit on an earlier day already.'),
};
const perDayExample = { ...totalsExample, overLimit: 0, again: 120 };
const named = z.array(z.object({ name: z.string(), ...effectTotals }));
const side = z.object({
  total: z.object(perDay),
  days: z.array(z.object({ day: DayText, ...perDay })),
  byRule: named,
  byChannel: named,
  byCategory: z.array(z.object({ name: z.string().nullable(), ...effectTotals })),
  timesHit: z
    .array(z.object({ days: z.int(), products: z.int() }))
    .describe('How many products were hit on how many of the days.'),
  mostHit: z.array(z.object({ sku: z.string(), days: z.int(), first: DayText, last: DayText })),
});
const sideExample = {
  total: perDayExample,
  days: [{ day: '2026-03-30', ...perDayExample }],
  byRule: [{ name: 'age-61-90', ...totalsExample }],
  byChannel: [{ name: 'shopee', ...totalsExample }],
  byCategory: [{ name: 'Kopi', ...totalsExample }],
  timesHit: [{ days: 2, products: 17 }],
  mostHit: [{ sku: 'KOPI-250', days: 2, first: '2026-03-23', last: '2026-03-30' }],
};

export const BacktestView = z
  .object({
    ...head,
    result: z
      .object({
        draft: side.describe('Discounts are added up until the next day that is tried.'),
        inForce: side,
        assumed: z
          .object({ prices: z.int(), costs: z.int() })
          .describe('Products whose price or cost of then is not on record: the first on record stood in.'),
      })
      .nullable()
      .describe('null: not done'),
  })
  .meta({
    id: 'Backtest',
    example: {
      ...headExample,
      result: { draft: sideExample, inForce: sideExample, assumed: { prices: 0, costs: 3 } },
    },
  });
export type BacktestView = z.infer<typeof BacktestView>;

export const BacktestHitQuery = PageQuery.extend({ sku: z.string().min(1).max(64).optional() });
export type BacktestHitQuery = z.infer<typeof BacktestHitQuery>;
export const BacktestHitView = z
  .object({
    day: DayText,
    sku: z.string(),
    channel: z.string(),
    rule: z.string(),
    kind: z.enum(KINDS),
    price: money,
    listPrice: money,
    discountBp: z.int(),
    gain: money.nullable(),
    discountGiven: money,
    staleValue: money,
  })
  .meta({
    id: 'BacktestHit',
    example: {
      day: '2026-03-30',
      sku: 'KOPI-250',
      channel: 'shopee',
      rule: 'age-61-90',
      kind: 'discount',
      price: 71_900,
      listPrice: 89_900,
      discountBp: 2_002,
      gain: 96_000,
      discountGiven: 92_000,
      staleValue: 1_250_000,
    },
  });
export type BacktestHitView = z.infer<typeof BacktestHitView>;
export const BacktestHitPage = pageOf(BacktestHitView).meta({ id: 'BacktestHitPage' });

export function backtestHeadView(row: BacktestHead, timeZone: string): BacktestHeadView {
  const at = (instant: number | null): string | null => (instant === null ? null : formatInstant(instant, timeZone));
  const { id, revision, againstVersion, days, state, done, error, createdBy } = row;
  return {
    ...{ id, version: row.ruleSetVersion, revision, againstVersion, days: days.map(formatDay), state, done, error },
    ...{ createdBy, createdAt: formatInstant(row.createdAt, timeZone) },
    ...{ startedAt: at(row.startedAt), finishedAt: at(row.finishedAt) },
  };
}

export function backtestView(row: Backtest, timeZone: string): BacktestView {
  const { result } = row;
  return {
    ...backtestHeadView(row, timeZone),
    result:
      result === null
        ? null
        : { draft: sideView(result.draft), inForce: sideView(result.inForce), assumed: result.assumed },
  };
}

function sideView(one: BacktestSide): NonNullable<BacktestView['result']>['draft'] {
  return {
    ...one,
    days: one.days.map((each) => ({ ...each, day: formatDay(each.day) })),
    mostHit: one.mostHit.map((hit) => ({ ...hit, first: formatDay(hit.first), last: formatDay(hit.last) })),
  };
}

export function backtestHitView(hit: BacktestHit): BacktestHitView {
  const { sku, kind, price, listPrice, discountBp, gain, discountGiven, staleValue } = hit;
  return {
    ...{ day: formatDay(hit.day), sku, channel: hit.channelCode, rule: hit.ruleName, kind },
    ...{ price, listPrice, discountBp, gain, discountGiven, staleValue },
  };
}
