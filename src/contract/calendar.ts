import { z } from 'zod';
import { WINDOW_KINDS, type CalendarWindow } from '../core/calendar-windows.js';
import { formatDay } from '../core/units.js';
import { fault, type Fault } from './fault.js';
import { ChannelCode, DayInput, DayText, formatInstant, InstantText } from './http.js';

/** Longer than any campaign: beyond it nothing would be left to learn a common day from. */
const CAMPAIGN_DAYS_MAX = 31;
const WINDOW_DAYS_MAX = 366;
const SHOWN_DAYS_MAX = 400;

const example = {
  kind: 'lock' as const,
  name: 'Harbolnas 12.12',
  startsOn: '2026-12-10',
  endsOn: '2026-12-12',
  channels: ['shopee'],
  categories: null,
  isApproximate: false,
  source: 'Seller centre, November 2026',
  note: 'Prices are registered and must not move.',
};
const content = {
  kind: z
    .enum(WINDOW_KINDS)
    .describe(
      'campaign: not a common day; holiday: rules may look ahead to it; lock: prices stay; boost: the policy’s limitsInBoost hold',
    ),
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .describe('The facts calendar.campaign, calendar.holiday and calendar.boost say it.'),
  channels: z.array(ChannelCode).min(1).max(50).nullable().describe('Of a lock or boost; null: everywhere'),
  categories: z.array(z.string().min(1).max(200)).min(1).max(50).nullable().describe('Of a lock or boost; null: all'),
  isApproximate: z.boolean().describe('Nobody has confirmed the days yet.'),
  source: z.string().trim().max(500),
  note: z.string().trim().max(1000),
};

export const WindowView = z
  .object({
    id: z.int(),
    ...content,
    startsOn: DayText,
    endsOn: DayText.describe('Inclusive'),
    revision: z.int(),
    updatedBy: z.string(),
    updatedAt: InstantText,
  })
  .meta({
    id: 'CalendarWindow',
    example: { id: 7, ...example, revision: 1, updatedBy: 'user:siti', updatedAt: '2026-11-26T09:15:00.000+07:00' },
  });
export type WindowView = z.infer<typeof WindowView>;
export const WindowList = z
  .object({
    items: z.array(WindowView),
    paydays: z
      .object({ fromDayOfMonth: z.int(), toDayOfMonth: z.int() })
      .describe('Of the policy: come back every month.'),
    campaigns: z.array(z.object({ name: z.string(), on: z.string() })).describe('Of the policy: MM-DD every year.'),
  })
  .meta({ id: 'CalendarWindowList' });
export type WindowList = z.infer<typeof WindowList>;

const input = z.strictObject({ ...content, startsOn: DayInput, endsOn: DayInput });
type Input = z.output<typeof input>;

function check(window: Input, context: z.RefinementCtx): void {
  const refuse = (path: string, said: Fault) => context.addIssue({ code: 'custom', path: [path], ...said });
  const days = window.endsOn - window.startsOn + 1;
  const tooLong = (what: string, most: number) =>
    fault('too-many-days', `makes ${what} ${days} days long; at most ${most} days`, { days, most });
  if (days < 1) refuse('endsOn', fault('ends-before-start', 'lies before the first day'));
  if (window.kind === 'campaign' && days > CAMPAIGN_DAYS_MAX) {
    refuse('endsOn', tooLong('the campaign', CAMPAIGN_DAYS_MAX));
  } else if (days > WINDOW_DAYS_MAX) refuse('endsOn', tooLong('it', WINDOW_DAYS_MAX));
  if (window.kind === 'lock' || window.kind === 'boost') return;
  for (const key of ['channels', 'categories'] as const) {
    if (window[key] !== null)
      refuse(key, fault('whole-shop', 'is for locks and boosts only: campaigns and holidays are the whole shop’s'));
  }
}

export const NewWindow = input.superRefine(check).meta({ id: 'NewCalendarWindow', example });
export type NewWindow = z.infer<typeof NewWindow>;
export const WindowChange = input
  .extend({ expectedRevision: z.int().min(1).describe('The one that you changed; refused when there is a newer one.') })
  .superRefine(check)
  .meta({ id: 'CalendarWindowChange', example: { ...example, expectedRevision: 1 } });
export type WindowChange = z.infer<typeof WindowChange>;
export const WindowRemoval = z.strictObject({ expectedRevision: z.coerce.number().int().min(1) });
export type WindowRemoval = z.infer<typeof WindowRemoval>;

export const DaysQuery = z
  .strictObject({ from: DayInput, to: DayInput })
  .refine(({ from, to }) => from <= to && to - from < SHOWN_DAYS_MAX, {
    path: ['to'],
    ...fault('bad-span', `must be from 0 to ${SHOWN_DAYS_MAX - 1} days after from`, { most: SHOWN_DAYS_MAX - 1 }),
  });
export type DaysQuery = z.infer<typeof DaysQuery>;

const dayExample = {
  day: '2026-12-12',
  isPayday: false,
  isCampaign: true,
  campaign: 'Harbolnas 12.12',
  holiday: null,
  locks: [{ name: 'Harbolnas 12.12', channels: ['shopee'], categories: null }],
  boosts: [],
};
const places = z.array(
  z.object({
    name: z.string(),
    channels: z.array(z.string()).nullable(),
    categories: z.array(z.string()).nullable(),
  }),
);
export const CalendarDayView = z
  .object({
    day: DayText,
    isPayday: z.boolean(),
    isCampaign: z.boolean().describe('Left out of what a product sells on a common day.'),
    campaign: z.string().nullable(),
    holiday: z.string().nullable(),
    boosts: places.describe('On these channels and categories prices that begin on this day may go to limitsInBoost.'),
    locks: places.describe('On these channels and categories no new price is suggested for this day; null: all.'),
  })
  .meta({ id: 'CalendarDay', example: dayExample });
export type CalendarDayView = z.infer<typeof CalendarDayView>;
export const CalendarDayList = z.object({ items: z.array(CalendarDayView) }).meta({ id: 'CalendarDayList' });
export type CalendarDayList = z.infer<typeof CalendarDayList>;

/** A window as the API tells it. */
export function windowView(window: CalendarWindow, zone: string): WindowView {
  const { startsOn, endsOn, updatedAt, ...rest } = window;
  return {
    ...rest,
    startsOn: formatDay(startsOn),
    endsOn: formatDay(endsOn),
    updatedAt: formatInstant(updatedAt, zone),
  };
}
