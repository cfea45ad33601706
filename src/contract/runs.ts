import { z } from 'zod';
import { DayInput, DayText, InstantText, pageOf } from './http.js';

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
    },
  });
export type RunView = z.infer<typeof RunView>;
export const RunPage = pageOf(RunView).meta({ id: 'RunPage' });
