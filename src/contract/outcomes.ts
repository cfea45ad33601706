import { z } from 'zod';
import { answerOf } from '../core/outcome/answers.js';
import { bpOfShare, effectOf, OUTCOME_STATES } from '../core/outcome/outcome.js';
import type { ListedOutcome, OutcomeSummary } from '../core/outcome/summary.js';
import type { Measured } from '../core/outcome/uplift.js';
import { formatDay } from '../core/units.js';
import { ChannelCode, DayText, formatInstant, InstantText, pageOf, PageQuery } from './http.js';

export const OutcomeQuery = PageQuery.extend({
  channel: ChannelCode.optional(),
  rule: z.string().min(1).max(100).optional().describe('The rule that made the suggestion.'),
  state: z.enum(OUTCOME_STATES).optional(),
  sku: z.string().min(1).max(64).optional(),
});
export type OutcomeQuery = z.infer<typeof OutcomeQuery>;

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).describe('With its 90 % interval.');
const measured = interval.nullable();
const counted = z.object({ days: z.int().describe('With stock.'), units: z.int() });
const calibration = {
  forecasts: z.int().describe('Offers that are over and had a forecast.'),
  held: z.int().describe('Of these, how many sold within the 80 % interval of the forecast.'),
  heldBp: z.int().nullable(),
};

export const OutcomeView = z
  .object({
    entryId: z.int().describe('The price entry.'),
    suggestionId: z.int(),
    sku: z.string(),
    name: z.string(),
    channel: z.string(),
    kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
    rule: z.string(),
    price: z.int(),
    listPrice: z.int(),
    discountBp: z.int(),
    startsAt: InstantText,
    endsAt: InstantText.nullable(),
    measuredOn: DayText.describe('As of the close of this day.'),
    isFinal: z.boolean().describe('No more of its days will be measured.'),
    state: z.enum(OUTCOME_STATES),
    effect: z.enum(['more', 'fewer', 'none-seen']).nullable().describe('none-seen: the interval holds 0.'),
    answer: z.object({ id: z.string(), en: z.string() }),
    before: counted,
    after: counted,
    controls: z
      .object({ from: z.enum(['held-out', 'category', 'channel', 'shop']), listings: z.int(), units: z.int() })
      .nullable()
      .describe('The listings without an offer that it was compared with.'),
    expectedUnits: z.number().nullable().describe('Would have been sold without the offer.'),
    upliftBp: measured,
    unitsGained: measured,
    revenueGained: measured,
    profitGained: measured.describe('After fees; what stays unsold counts at its salvage value.'),
    elasticity: z.number().nullable().describe('That the change of price and of units implies.'),
    forecast: z
      .object({ mean: z.number(), low: z.number(), high: z.number() })
      .nullable()
      .describe('Units that were to be expected of the days measured, with an 80 % interval.'),
  })
  .meta({
    id: 'Outcome',
    example: {
      entryId: 12,
      suggestionId: 31,
      sku: 'KAOS-HITAM-L',
      name: 'Kaos polos hitam L',
      channel: 'shopee',
      kind: 'discount',
      rule: 'age-61-90',
      price: 99_900,
      listPrice: 125_000,
      discountBp: 2_008,
      startsAt: '2026-03-01T00:00:00.000+07:00',
      endsAt: '2026-03-15T00:00:00.000+07:00',
      measuredOn: '2026-03-31',
      isFinal: true,
      state: 'measured',
      effect: 'more',
      answer: {
        id: 'Terjual 75 % lebih banyak daripada tanpa penawaran (12 .. 170 %): 12 unit.',
        en: 'Sold 75 % more than without the offer (12 .. 170 %): 12 units.',
      },
      before: { days: 56, units: 60 },
      after: { days: 14, units: 28 },
      controls: { from: 'category', listings: 42, units: 611 },
      expectedUnits: 16,
      upliftBp: { value: 7_500, low: 1_200, high: 17_000 },
      unitsGained: { value: 12, low: 2.4, high: 21.3 },
      revenueGained: { value: 797_200, low: -310_000, high: 1_840_000 },
      profitGained: { value: 120_000, low: -210_000, high: 430_000 },
      elasticity: -2.5,
      forecast: { mean: 28.4, low: 17, high: 41 },
    },
  });
export type OutcomeView = z.infer<typeof OutcomeView>;

export const OutcomePage = pageOf(OutcomeView)
  .extend({
    totals: z
      .object({
        offers: z.int(),
        measured: z.int(),
        more: z.int(),
        fewer: z.int(),
        noneSeen: z.int(),
        unitsGained: measured,
        revenueGained: measured,
        profitGained: measured,
      })
      .describe('Of all that match, not of this page alone.'),
    calibration: z
      .object({ ...calibration, byChannel: z.array(z.object({ channel: z.string(), ...calibration })) })
      .describe('How forecasts held: about 80 % should.'),
  })
  .meta({ id: 'OutcomePage' });
export type OutcomePage = z.infer<typeof OutcomePage>;

/** An offer as the API and the command line show it: units to a tenth, money whole, shares in basis points. */
export function outcomeView(row: ListedOutcome, timeZone: string): OutcomeView {
  const { entryId, suggestionId, sku, kind, price, listPrice, discountBp, isFinal, outcome, forecast } = row;
  const { state, before, after, controls, uplift } = outcome;
  const tenth = (value: number): number => Math.round(value * 10) / 10 + 0;
  return {
    ...{ entryId, suggestionId, sku, name: row.productName, channel: row.channelCode, kind, rule: row.ruleName },
    ...{ price, listPrice, discountBp },
    startsAt: formatInstant(row.startsAt, timeZone),
    endsAt: row.endsAt === null ? null : formatInstant(row.endsAt, timeZone),
    measuredOn: formatDay(row.measuredOn),
    ...{ isFinal, state, effect: uplift === null ? null : effectOf(uplift), answer: answerOf(outcome) },
    ...{ before, after, controls },
    expectedUnits: outcome.expectedUnits === null ? null : tenth(outcome.expectedUnits),
    upliftBp: each(uplift, bpOfShare),
    unitsGained: each(outcome.unitsGained, tenth),
    ...moneyOf(outcome),
    elasticity: outcome.elasticity === null ? null : Math.round(outcome.elasticity * 100) / 100,
    forecast: forecast === null ? null : { ...forecast, mean: tenth(forecast.mean) },
  };
}

/** Sums of all that match, and how forecasts held. */
export function summaryView({
  calibration: held,
  ...sums
}: OutcomeSummary): Pick<OutcomePage, 'totals' | 'calibration'> {
  const tenth = (value: number): number => Math.round(value * 10) / 10 + 0;
  return { totals: { ...sums, unitsGained: each(sums.unitsGained, tenth), ...moneyOf(sums) }, calibration: held };
}

function moneyOf({ revenueGained, profitGained }: Record<'revenueGained' | 'profitGained', Measured | null>) {
  const whole = (value: number): number => Math.round(value) + 0;
  return { revenueGained: each(revenueGained, whole), profitGained: each(profitGained, whole) };
}

function each(value: Measured | null, round: (value: number) => number): Measured | null {
  return value === null ? null : { value: round(value.value), low: round(value.low), high: round(value.high) };
}
