import { z } from 'zod';
import { DIGEST_CHANNELS, DELIVERY_STATES, phoneNumber, type MessageStatus } from '../core/digest/digest.js';
import { formatDay } from '../core/units.js';
import { fault, FORMS } from './fault.js';
import { DayInput, DayText, InstantText } from './http.js';

const Channel = z.enum(DIGEST_CHANNELS);
const At = z.string().regex(FORMS.time, 'is not a time as HH:MM').meta({ example: '06:30' });
const Phone = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = phoneNumber(text);
    if (number !== null) return number;
    context.addIssue({ code: 'custom', ...fault('not-a-phone', 'is not a phone number such as +62 812 3456 7890') });
    return z.NEVER;
  })
  .meta({ example: '+6281234567890' });
const Weekday = z.int().min(1).max(7);

const example = {
  channels: ['mail'],
  mail: 'siti@example.com',
  phone: null,
  at: '06:30',
  quietWeekdays: [7],
  quietDates: ['2026-12-25'],
};

export const DigestChange = z
  .strictObject({
    channels: z.array(Channel).max(2).describe('Empty: none.'),
    mail: z.email('is not a mail address').max(254).nullable(),
    phone: Phone.nullable(),
    at: At.default('06:30').describe('Not before this time of the shop’s clock.'),
    quietWeekdays: z.array(Weekday).max(7).default([]).describe('1 = Monday ... 7 = Sunday'),
    quietDates: z.array(DayInput).max(100).default([]),
  })
  .superRefine(({ channels, mail, phone }, context) => {
    if (channels.includes('mail') && mail === null) {
      context.addIssue({
        code: 'custom',
        path: ['mail'],
        ...fault('address-needed', 'is needed for a digest by mail'),
      });
    }
    if (channels.includes('whatsapp') && phone === null) {
      context.addIssue({
        code: 'custom',
        path: ['phone'],
        ...fault('address-needed', 'is needed for a digest by WhatsApp'),
      });
    }
  })
  .meta({ id: 'DigestChange', example });
export type DigestChange = z.infer<typeof DigestChange>;

export const DigestView = z
  .object({
    channels: z.array(Channel),
    mail: z.string().nullable(),
    phone: z.string().nullable(),
    at: z.string(),
    quietWeekdays: z.array(Weekday),
    quietDates: z.array(DayText),
    missing: z
      .object({ mail: z.array(z.string()), whatsapp: z.array(z.string()) })
      .describe('Settings that the operator must make before a channel works; empty: it works.'),
    last: z
      .array(
        z.object({
          day: DayText,
          channel: Channel,
          state: z
            .enum(['sending', 'waiting', 'sent', 'failed', 'unknown', 'nothing'])
            .describe('`nothing`: there was nothing to say; `unknown`: it may have gone out, and is not sent again.'),
          sentAt: InstantText.nullable(),
          delivery: z.enum(DELIVERY_STATES).nullable().describe('What WhatsApp says of it.'),
          error: z.string().nullable(),
        }),
      )
      .describe('The last ones, newest first.'),
  })
  .meta({
    id: 'Digest',
    example: {
      ...example,
      missing: { mail: [], whatsapp: ['WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_TOKEN'] },
      last: [
        {
          day: formatDay(20_543),
          channel: 'mail',
          state: 'sent',
          sentAt: '2026-03-31T06:30:12.000+07:00',
          delivery: null,
          error: null,
        },
      ],
    },
  });
export type DigestView = z.infer<typeof DigestView>;

export const DigestTest = z.strictObject({ channel: Channel }).meta({ id: 'DigestTest', example: { channel: 'mail' } });
export type DigestTest = z.infer<typeof DigestTest>;

export const DigestTestResult = z
  .object({ state: z.enum(['sent', 'failed', 'unknown']), error: z.string().nullable() })
  .meta({ id: 'DigestTestResult', example: { state: 'sent', error: null } });
export type DigestTestResult = z.infer<typeof DigestTestResult>;

/** Meta's hand-shake. */
export const WhatsAppHandshake = z.object({
  'hub.mode': z.string().max(50).optional(),
  'hub.verify_token': z.string().max(500).optional(),
  'hub.challenge': z.string().max(500).optional(),
});
export type WhatsAppHandshake = z.infer<typeof WhatsAppHandshake>;

const Status = z.object({
  id: z.string().min(1).max(255),
  status: z.enum(DELIVERY_STATES),
  timestamp: z.coerce.number().int().min(0).max(9_999_999_999),
  errors: z
    .array(z.object({ code: z.number().optional(), title: z.string().optional(), message: z.string().optional() }))
    .optional(),
});

/**
 * What WhatsApp reports of messages, out of everything that it may report. What is unknown to us (messages of people, other
 * statuses, what Meta adds one day) is passed over.
 */
export function statusesIn(body: unknown): MessageStatus[] {
  const entries = listOf(body, 'entry').flatMap((entry) => listOf(entry, 'changes'));
  const statuses = entries.flatMap((change) => listOf((change as { value?: unknown } | null)?.value, 'statuses'));
  return statuses.flatMap((one) => {
    const parsed = Status.safeParse(one);
    if (!parsed.success) return [];
    const { id, status, timestamp, errors } = parsed.data;
    const { code, title, message = title } = errors?.[0] ?? {};
    const words = [code, message].filter((part) => part !== undefined).join(': ');
    return [{ messageId: id, status, at: timestamp * 1000, error: words === '' ? null : words.slice(0, 500) }];
  });
}

function listOf(holder: unknown, key: string): unknown[] {
  const list = typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[key] : undefined;
  return Array.isArray(list) ? list : [];
}
