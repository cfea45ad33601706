import { z } from 'zod';
import { DAY_MAX, DAY_MIN, formatDay, parseDay, type Instant } from '../core/units.js';
import { fault, FORMS } from './fault.js';

/** RFC 9457. `code` is stable and for programs; `detail` is the sentence for people. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    /** The id of the request, also in the log and in the header `X-Request-Id`. */
    instance: z.string(),
    errors: z
      .array(
        z.object({
          path: z.string(),
          code: z.string(),
          message: z.string(),
          values: z
            .record(z.string(), z.unknown())
            .optional()
            .describe('What the message speaks of, to be said in another language.'),
        }),
      )
      .optional(),
    values: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({
    id: 'Problem',
    example: {
      type: 'urn:larisin:problem:bad-request',
      title: 'Bad Request',
      status: 400,
      code: 'bad-request',
      detail: 'The request does not have the expected shape: /name: a text is missing',
      instance: 'urn:uuid:5b7c9d1e-3f0a-4b7e-9a53-0d5b1f3f6a11',
      errors: [
        {
          path: '/name',
          code: 'invalid-type',
          message: 'a text is missing',
          values: { expected: 'string', received: 'undefined' },
        },
      ],
    },
  });
export type Problem = z.infer<typeof Problem>;

const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 500;

/** The query of every list: `?limit=50&after=<the next of the page before>`. Extend it with filters. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_SIZE_MAX).default(PAGE_SIZE),
  after: z.string().min(1).max(200).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list; `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null on the last.'),
  });

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A day in a request: `YYYY-MM-DD` outside, a Day inside. */
export const DayInput = z
  .string()
  .meta({ description: 'YYYY-MM-DD', example: '2026-03-31' })
  .transform((text, context) => {
    const day = parseDay(text);
    if (day !== null && day >= DAY_MIN && day <= DAY_MAX) return day;
    context.addIssue({
      code: 'custom',
      ...fault('not-a-day', `"${text.slice(0, 40)}" is not a day from 1980 to 2099 as YYYY-MM-DD`),
    });
    return z.NEVER;
  });

/** A day in a reply. */
export const DayText = z.string().meta({ description: 'YYYY-MM-DD', example: formatDay(20_543) });

/** A moment in a reply: ISO 8601 with offset. */
export const InstantText = z
  .string()
  .meta({ description: 'ISO 8601 with offset', example: '2026-03-31T09:15:00.000+07:00' });

/** The id of a row in an address. */
export const IdParam = z.coerce.number().int().positive().max(2_147_483_647).meta({ example: 12 });

/** A yes or no in a query string. */
export const FlagInput = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

export const ChannelCode = z
  .string()
  .max(64)
  .regex(FORMS.code, 'is not lower-case letters, digits and single hyphens')
  .meta({ example: 'tiktok-shop' });

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment as ISO 8601 with milliseconds and the offset of `zone`: `2026-03-31T09:15:00.000+07:00`. */
export function formatInstant(at: Instant, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  // `GMT+07:00`, and `GMT` alone for UTC; very old local times have seconds, which ISO 8601 does not know.
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const offset = /^GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (offset === null) return new Date(at).toISOString().replace('Z', '+00:00');
  const [, sign, hours, minutes] = offset;
  const shiftMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return `${new Date(at + shiftMs).toISOString().slice(0, -1)}${sign}${hours}:${minutes}`;
}
