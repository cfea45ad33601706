import { z } from 'zod';
import { DayText } from './http.js';
import { effectTotals, totalsExample } from './preview.js';

const difference = z.object({
  stopped: z.int().describe('Suggestions that would no longer be made.'),
  changed: z.int().describe('Made at another price, or as another offer.'),
  freed: z.int().describe('Made where a limit is in the way now.'),
  newlySecond: z.int().describe('That need two people from then on.'),
  noLongerSecond: z.int(),
  stoppedBy: z.record(z.string(), z.int()).describe('What stops the stopped ones, by name.'),
});
const differenceExample = {
  stopped: 12,
  changed: 31,
  freed: 0,
  newlySecond: 0,
  noLongerSecond: 4,
  stoppedBy: { 'max-discount': 12 },
};
const side = z.object({
  all: z.object(effectTotals),
  shown: z.int().describe('As many as maxSuggestionsPerDay lets through.'),
  second: z.int().describe('That need two people.'),
});

export const PolicyPreviewRequest = z
  .strictObject({ policy: z.record(z.string(), z.unknown()).describe('The whole policy, as in rules/policy.json') })
  .meta({ id: 'PolicyPreviewRequest' });
export type PolicyPreviewRequest = z.infer<typeof PolicyPreviewRequest>;

export const PolicyPreviewView = z
  .object({
    run: z.object({ id: z.int(), asOf: DayText }).describe('Whose facts were judged.'),
    inForceVersion: z.int(),
    listings: z.int().describe('Products x channels that were judged.'),
    inForce: side,
    draft: side,
    difference,
    changes: z
      .array(
        z.object({
          setting: z.string().describe('A limit or another key of the policy.'),
          alone: difference.nullable().describe('What this change does by itself; null: not told apart.'),
          waitsForRun: z.boolean().describe('What it does shows after the next run: facts are made under it.'),
        }),
      )
      .describe('In what it differs from the policy in force.'),
  })
  .meta({
    id: 'PolicyPreview',
    example: {
      run: { id: 7, asOf: '2026-03-30' },
      inForceVersion: 1,
      listings: 1_500,
      inForce: { all: totalsExample, shown: 184, second: 21 },
      draft: { all: totalsExample, shown: 172, second: 17 },
      difference: differenceExample,
      changes: [{ setting: 'maxDiscountBp', alone: differenceExample, waitsForRun: false }],
    },
  });
export type PolicyPreviewView = z.infer<typeof PolicyPreviewView>;
