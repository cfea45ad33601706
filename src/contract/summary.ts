import { z } from 'zod';
import { DayText, InstantText } from './http.js';

const count = z.int();
const moneyAndDay = z.object({ asOf: DayText, value: z.int() });

/** What an owner sees first. */
export const Summary = z
  .object({
    today: DayText,
    pending: z.object({
      count: count.describe('Suggestions that wait for a decision.'),
      gain: z.int().describe('What approving them all is expected to bring; unknown gains count nothing.'),
      secondApprovals: count.describe('Of these: those that have one of two approvals.'),
    }),
    stale: z
      .object({
        asOf: DayText,
        units: z.int(),
        value: z.int(),
        flagged: count,
        weekAgo: moneyAndDay
          .nullable()
          .describe(
            'Seven days before or up to two weeks earlier, as a run found or reckoned it; null: there is no such day.',
          ),
      })
      .nullable()
      .describe('As the last good run found it; null before the first.'),
    feed: z.object({
      refused: count.describe('Prices that a channel refused.'),
      drifted: count.describe('Listings whose price on a channel is not ours.'),
      unknown: count.describe('Prices of which nobody knows whether the channel took them.'),
      waiting: count.describe('Approved prices that no sync job has answered for yet.'),
      held: z.array(z.string()).describe('Channels whose prices are held back.'),
    }),
    run: z
      .object({
        id: z.int(),
        asOf: DayText,
        state: z.enum(['queued', 'running', 'done', 'failed']),
        finishedAt: InstantText.nullable(),
      })
      .nullable()
      .describe('The newest run, whatever became of it.'),
    imports: z.object({
      failed: z
        .array(z.object({ id: z.int(), kind: z.string(), fileName: z.string() }))
        .describe('Refused or failed, and no later file of its kind was taken.'),
      sinceRun: count.describe('Imports that were taken since the last good run began to read.'),
    }),
    data: z
      .object({
        lastSaleOn: DayText.nullable(),
        lastStockOn: DayText.nullable(),
        daysWithoutSales: count.nullable().describe('Whole days from the last sale to yesterday; 0: up to date.'),
        daysWithoutStock: count.nullable(),
      })
      .nullable()
      .describe('What the last good run read; null before the first.'),
    isEmpty: z.boolean().describe('There are no products yet.'),
  })
  .meta({
    id: 'Summary',
    example: {
      today: '2026-04-01',
      pending: { count: 57, gain: 4_310_000, secondApprovals: 2 },
      stale: {
        asOf: '2026-03-31',
        units: 912,
        value: 48_250_000,
        flagged: 41,
        weekAgo: { asOf: '2026-03-24', value: 49_100_000 },
      },
      feed: { refused: 1, drifted: 0, unknown: 0, waiting: 3, held: [] },
      run: { id: 7, asOf: '2026-03-31', state: 'done', finishedAt: '2026-04-01T02:30:04.000+07:00' },
      imports: { failed: [{ id: 9, kind: 'sales', fileName: 'penjualan.csv' }], sinceRun: 0 },
      data: { lastSaleOn: '2026-03-31', lastStockOn: '2026-03-31', daysWithoutSales: 0, daysWithoutStock: 0 },
      isEmpty: false,
    },
  });
export type Summary = z.infer<typeof Summary>;
