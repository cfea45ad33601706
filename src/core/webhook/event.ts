import type { Instant } from '../units.js';

/** What other programs may be told of. */
export const EVENT_TYPES = ['price.approved', 'price.withdrawn', 'run.finished', 'import.finished'] as const;
export type EventType = (typeof EVENT_TYPES)[number];
/** Sent only when somebody asks for it, to one endpoint, whatever it listens to. */
export const TEST_TYPE = 'webhook.test';
export type AnyEventType = EventType | typeof TEST_TYPE;

export type EndpointState = 'active' | 'disabled';

/** Why nothing is sent to an endpoint any more. */
export const DISABLED_WORDS = {
  gone: 'It answered 410 Gone: it does not want to be told any more.',
  hopeless: 'It has taken nothing for more than five days.',
  'switched-off': 'Somebody switched it off.',
} as const;
export type DisabledReason = keyof typeof DISABLED_WORDS;

/** A key that signs; an older one goes on signing beside the new one until its time is over. */
export interface WebhookSecret {
  /** `whsec_` and base64. */
  secret: string;
  /** null: until it is replaced. */
  until: Instant | null;
}

/** An address of another program that wants to be told. */
export interface WebhookEndpoint {
  id: number;
  url: string;
  types: EventType[];
  /** Codes of the channels whose prices it wants to hear of; null: of all. */
  channels: string[] | null;
  /** Newest first. They sign, so they are kept as they are, not as a hash. */
  secrets: WebhookSecret[];
  state: EndpointState;
  disabledReason: DisabledReason | null;
  disabledAt: Instant | null;
  /** The first failure since it last took something; null while all is well. */
  failingSince: Instant | null;
  lastSuccessAt: Instant | null;
  createdBy: string;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface PriceEventData {
  channel: string;
  channelId: number;
  count: number;
  /** Of the first prices, at most `ENTRY_IDS_MAX`. */
  entryIds: number[];
  /** The channel's last change before the first of these. */
  afterSeq: number;
}
export interface RunEventData {
  runId: number;
  state: 'done' | 'failed';
}
export interface ImportEventData {
  importId: number;
  kind: string;
  state: 'done' | 'refused' | 'failed';
}
export interface TestEventData {
  webhookId: number;
}
export type EventData = PriceEventData | RunEventData | ImportEventData | TestEventData;

/** More ids than this are not listed: an event stays thin, and the feed has them all. */
export const ENTRY_IDS_MAX = 100;

/** Something that happened, waiting to be told or told. Written in the transaction of what it tells of. */
export interface WebhookEvent {
  id: number;
  /** `webhook-id`: the same over all endpoints and repeats, so that a receiver can tell a repeat. */
  messageId: string;
  type: AnyEventType;
  /** While it is set, more of the same may join; null when the text is fixed. */
  openKey: string | null;
  data: EventData;
  /** When the first of it happened. */
  at: Instant;
  /** From when on it is put on its way; null once it is. */
  dueAt: Instant | null;
  /** What is sent, byte for byte; null until it is fixed. */
  body: string | null;
}

export type DeliveryState = 'pending' | 'delivered' | 'failed';

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  id: number;
  eventId: number;
  endpointId: number;
  state: DeliveryState;
  /** How often it was tried. */
  attempt: number;
  /** When it is tried next; while an attempt is at work, when that one is taken for dead. Null at the end. */
  nextAt: Instant | null;
  createdAt: Instant;
  lastTriedAt: Instant | null;
  /** Of the last attempt: the answer's status, how long it took, how its text begins, what went wrong. */
  statusCode: number | null;
  durationMs: number | null;
  answer: string | null;
  error: string | null;
}
