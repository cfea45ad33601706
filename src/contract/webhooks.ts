import { z } from 'zod';
import { DISABLED_WORDS, EVENT_TYPES, TEST_TYPE } from '../core/webhook/event.js';
import { NOTHING_TO_CHANGE } from './fault.js';
import { ChannelCode, InstantText, PageQuery, pageOf } from './http.js';

const EventType = z.enum(EVENT_TYPES);
const Url = z.string().trim().min(1).max(1000).meta({ example: 'https://example.com/hooks/larisin' });
const Types = z
  .array(EventType)
  .min(1)
  .max(EVENT_TYPES.length)
  .transform((types) => [...new Set(types)]);
const Channels = z
  .array(ChannelCode)
  .min(1)
  .max(100)
  .transform((codes) => [...new Set(codes)])
  .nullable()
  .describe('Only prices of these channels; null: of all. Runs and imports are told in any case.');

export const NewWebhook = z
  .strictObject({ url: Url, types: Types, channels: Channels.optional() })
  .meta({ id: 'NewWebhook', example: { url: 'https://example.com/hooks/larisin', types: ['price.approved'] } });
export type NewWebhook = z.infer<typeof NewWebhook>;

export const WebhookChange = z
  .strictObject({
    url: Url.optional(),
    types: Types.optional(),
    channels: Channels.optional(),
    state: z.enum(['active', 'disabled']).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, NOTHING_TO_CHANGE)
  .meta({ id: 'WebhookChange', example: { state: 'active' } });
export type WebhookChange = z.infer<typeof WebhookChange>;

const example = {
  id: 1,
  url: 'https://example.com/hooks/larisin',
  types: ['price.approved', 'price.withdrawn'],
  channels: ['shopee'],
  state: 'active',
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  lastSuccessAt: '2026-03-31T09:15:02.000+07:00',
  oldSecretUntil: null,
  createdBy: 'user:owner',
  createdAt: '2026-03-31T09:10:00.000+07:00',
};
export const WebhookView = z
  .object({
    id: z.int(),
    url: z.string(),
    types: z.array(EventType),
    channels: z.array(z.string()).nullable(),
    state: z.enum(['active', 'disabled']),
    disabledReason: z
      .enum(Object.keys(DISABLED_WORDS) as [keyof typeof DISABLED_WORDS])
      .nullable()
      .describe('`gone`: it answered 410; `hopeless`: it took nothing for five days; `switched-off`: by somebody.'),
    disabledAt: InstantText.nullable(),
    failingSince: InstantText.nullable().describe('The first failure since it last took something.'),
    lastSuccessAt: InstantText.nullable(),
    oldSecretUntil: InstantText.nullable().describe('Until then an older secret signs beside the newest.'),
    createdBy: z.string(),
    createdAt: InstantText,
  })
  .meta({ id: 'Webhook', example });
export type WebhookView = z.infer<typeof WebhookView>;
export const WebhookPage = pageOf(WebhookView).meta({ id: 'WebhookPage' });

export const WebhookWithSecret = WebhookView.extend({
  secret: z.string().describe('Signs what is sent; never told again.'),
}).meta({ id: 'WebhookWithSecret', example: { ...example, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD...' } });
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

export const Rotation = z
  .strictObject({
    keepOldHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .describe('So long the old secret goes on signing; 0: not at all.'),
  })
  .meta({ id: 'WebhookRotation', example: { keepOldHours: 24 } });
export type Rotation = z.infer<typeof Rotation>;

const DeliveryState = z.enum(['pending', 'delivered', 'failed']);
export const DeliveryQuery = PageQuery.extend({ state: DeliveryState.optional() });
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

const deliveryExample = {
  id: 31,
  messageId: 'msg_3vWfM2rQyT1kXb8ZcUoPqLsA',
  type: 'price.approved',
  state: 'delivered',
  attempt: 1,
  nextAt: null,
  createdAt: '2026-03-31T09:15:02.000+07:00',
  lastTriedAt: '2026-03-31T09:15:02.000+07:00',
  statusCode: 204,
  durationMs: 83,
  answer: null,
  error: null,
};
export const DeliveryView = z
  .object({
    id: z.int(),
    messageId: z.string().describe('The header `webhook-id`: the same for all repeats of an event.'),
    type: z.enum([...EVENT_TYPES, TEST_TYPE]),
    state: DeliveryState,
    attempt: z.int().describe('How often it was tried.'),
    nextAt: InstantText.nullable().describe('When it is tried next.'),
    createdAt: InstantText,
    lastTriedAt: InstantText.nullable(),
    statusCode: z.int().nullable(),
    durationMs: z.int().nullable(),
    answer: z.string().nullable().describe('The first 500 characters of the last answer.'),
    error: z.string().nullable().describe('Why there was no answer.'),
  })
  .meta({ id: 'WebhookDelivery', example: deliveryExample });
export type DeliveryView = z.infer<typeof DeliveryView>;
export const DeliveryPage = pageOf(DeliveryView).meta({ id: 'WebhookDeliveryPage' });

export const DeliveryDetail = DeliveryView.extend({ body: z.string().describe('What was sent, byte for byte.') }).meta({
  id: 'WebhookDeliveryDetail',
  example: {
    ...deliveryExample,
    body: '{"type":"run.finished","timestamp":"2026-03-31T19:30:04.000Z","data":{"runId":7,"state":"done"}}',
  },
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;
