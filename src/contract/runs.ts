import { z } from 'zod';
import { DayInput, DayText, InstantText, PageQuery, pageOf } from './http.js';

export const NewRun = z
  .strictObject({ asOf: DayInput.optional().describe('Default: yesterday, or today when data of today is there.') })
  .meta({ id: 'NewRun', example: { asOf: '2026-03-31' } });
export type NewRun = z.infer<typeof NewRun>;

export const RunView = z
  .object({
    id: z.int(),
    asOf: DayText,
    state: z.enum(['queued', 'running', 'done', 'failed']),
    cause: z.enum(['schedule', 'api', 'cli', 'catch-up', 'demo']),
    ruleSetVersion: z.int().nullable(),
    policyVersion: z.int().nullable(),
    stage: z.string(),
    done: z.int().describe('Products done, of `total`.'),
    total: z.int(),
    totals: z.record(z.string(), z.number()).nullable(),
    error: z.string().nullable(),
    createdBy: z.string(),
    createdAt: InstantText,
    startedAt: InstantText.nullable(),
    finishedAt: InstantText.nullable(),
    lastSaleOn: DayText.nullable().describe('Newest day of the sales that it read.'),
    lastStockOn: DayText.nullable().describe('Newest day of the receipts and counts that it read.'),
  })
  .meta({
    id: 'Run',
    example: {
      id: 7,
      asOf: '2026-03-31',
      state: 'done',
      cause: 'schedule',
      ruleSetVersion: 1,
      policyVersion: 1,
      stage: 'done',
      done: 300,
      total: 300,
      totals: {
        products: 300,
        listings: 1500,
        flagged: 41,
        staleUnits: 912,
        staleValue: 48_250_000,
        suggested: 57,
        unchanged: 12,
        superseded: 3,
        overLimit: 0,
      },
      error: null,
      createdBy: 'system',
      createdAt: '2026-04-01T02:30:00.000+07:00',
      startedAt: '2026-04-01T02:30:01.000+07:00',
      finishedAt: '2026-04-01T02:30:04.000+07:00',
      lastSaleOn: '2026-03-31',
      lastStockOn: '2026-03-31',
    },
  });
export type RunView = z.infer<typeof RunView>;
export const RunPage = pageOf(RunView).meta({ id: 'RunPage' });

export const RunChangesQuery = PageQuery.extend({
  change: z
    .enum(['new', 'changed', 'gone', 'decided', 'flagged', 'cleared'])
    .default('new')
    .describe('Which rows to list; the sums are of all.'),
});
export type RunChangesQuery = z.infer<typeof RunChangesQuery>;

const suggestionSum = z.object({ count: z.int(), gain: z.int() });
const productSum = z.object({ count: z.int(), staleValue: z.int() });
const runOf = z.object({ id: z.int(), asOf: DayText });

/** What is another than after the run before. */
export const RunChanges = z
  .object({
    run: runOf,
    before: runOf.nullable().describe('The good run before; null: this is the first, and everything is new.'),
    totals: z.object({
      new: suggestionSum.describe('Suggestions where there was none.'),
      changed: suggestionSum.describe('They took the place of one that said something else.'),
      gone: suggestionSum.describe('Open ones that this run would not make any more.'),
      decided: suggestionSum.describe('Decided by people between the two runs, or their time was over.'),
      flagged: productSum.describe('Products that need a look since this run.'),
      cleared: productSum.describe('Products that did and do not any more, with what was stale of them.'),
    }),
    stale: z.object({
      units: z.int(),
      value: z.int(),
      unitsBefore: z.int().nullable(),
      valueBefore: z.int().nullable(),
    }),
    suggestions: z
      .array(
        z.object({
          suggestionId: z.int(),
          sku: z.string(),
          name: z.string(),
          category: z.string().nullable(),
          channel: z.string(),
          kind: z.enum(['discount', 'voucher', 'bundle', 'restore', 'alert']),
          price: z.int().nullable(),
          currentPrice: z.int().nullable(),
          gain: z.int().nullable(),
          staleValue: z.int(),
          priceBefore: z.int().nullable().describe('Of the suggestion whose place it took.'),
          gainBefore: z.int().nullable(),
          state: z.string().describe('Of now.'),
        }),
      )
      .describe('Of `new`, `changed`, `gone` and `decided`; most money first.'),
    products: z
      .array(
        z.object({
          sku: z.string(),
          name: z.string(),
          category: z.string().nullable(),
          staleUnits: z.int(),
          staleValue: z.int(),
          staleUnitsBefore: z.int(),
          staleValueBefore: z.int(),
        }),
      )
      .describe('Of `flagged` and `cleared`; most money first.'),
    next: z.string().nullable().describe('Cursor of the next page; null on the last.'),
  })
  .meta({
    id: 'RunChanges',
    example: {
      run: { id: 7, asOf: '2026-03-31' },
      before: { id: 6, asOf: '2026-03-30' },
      totals: {
        new: { count: 1, gain: 96_000 },
        changed: { count: 0, gain: 0 },
        gone: { count: 2, gain: 54_000 },
        decided: { count: 5, gain: 410_000 },
        flagged: { count: 1, staleValue: 1_750_000 },
        cleared: { count: 0, staleValue: 0 },
      },
      stale: { units: 912, value: 48_250_000, unitsBefore: 930, valueBefore: 49_100_000 },
      suggestions: [
        {
          suggestionId: 12,
          sku: 'KOPI-250',
          name: 'Kopi Gayo 250 g',
          category: 'Kopi',
          channel: 'shopee',
          kind: 'discount',
          price: 71_900,
          currentPrice: 89_900,
          gain: 96_000,
          staleValue: 1_250_000,
          priceBefore: null,
          gainBefore: null,
          state: 'pending',
        },
      ],
      products: [],
      next: null,
    },
  });
export type RunChanges = z.infer<typeof RunChanges>;
