import { z } from 'zod';
import { InstantText } from './http.js';

export const Alive = z.object({ status: z.literal('ok') }).meta({ id: 'Alive', example: { status: 'ok' } });

const state = z.enum(['ok', 'degraded', 'down']);

export const Ready = z
  .object({
    status: state.describe('ok and degraded answer 200, down answers 503'),
    database: z.object({ status: state }),
    migrations: z.object({ status: state, pending: z.int().nullable() }),
    lastGoodRun: z.object({
      status: state.describe('degraded: the daily run is on and the last good one ended over 36 h ago'),
      finishedAt: InstantText.nullable().describe('null before the first'),
      ageHours: z.number().nullable(),
    }),
  })
  .meta({
    id: 'Ready',
    example: {
      status: 'ok',
      database: { status: 'ok' },
      migrations: { status: 'ok', pending: 0 },
      lastGoodRun: { status: 'ok', finishedAt: '2026-03-31T02:31:07.000+07:00', ageHours: 6.7 },
    },
  });
export type Ready = z.infer<typeof Ready>;
