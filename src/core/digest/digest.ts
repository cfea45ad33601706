import type { Day, Instant, Money } from '../units.js';
import { dayParts } from '../units.js';
import type { SuggestionKind } from '../approval/suggestion.js';
import type { Currency, Locale } from '../pricing/money-text.js';

export const DIGEST_CHANNELS = ['mail', 'whatsapp'] as const;
export type DigestChannel = (typeof DIGEST_CHANNELS)[number];

/** How a person wants to be told once a day what waits. Nobody is told who has not asked for it. */
export interface DigestSetting {
  userId: number;
  channels: DigestChannel[];
  mail: string | null;
  /** `+` and digits. */
  phone: string | null;
  /** Not before this time of the shop's clock, HH:MM: nobody wants to be woken by a run at night. */
  at: string;
  /** 1 = Monday ... 7 = Sunday. */
  quietWeekdays: number[];
  quietDates: Day[];
  /** When a test was last asked for. */
  testedAt: Instant | null;
  updatedAt: Instant;
}

export const DEFAULT_AT = '06:30';

/**
 * `sending` is written before anything goes out. A process that dies then leaves it so, and nobody knows whether the
 * message went: it becomes `unknown` and is not sent again, since no digest is better than two.
 */
export type DigestState = 'sending' | 'waiting' | 'sent' | 'failed' | 'unknown' | 'nothing';

/** What WhatsApp says of a message that it has taken. */
export const DELIVERY_STATES = ['sent', 'failed', 'delivered', 'read'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATES)[number];

/** One message of a day to one person on one channel: the key makes it one. */
export interface Digest {
  id: number;
  userId: number;
  day: Day;
  channel: DigestChannel;
  /** The run that it tells of. */
  runId: number;
  state: DigestState;
  attempt: number;
  /** When it is tried again; null unless it waits. */
  nextAt: Instant | null;
  claimedAt: Instant;
  sentAt: Instant | null;
  /** The mail's Message-ID, WhatsApp's wamid. */
  messageId: string | null;
  error: string | null;
  delivery: DeliveryStatus | null;
  deliveryAt: Instant | null;
}

/** What WhatsApp told of a message; each status of each once, however often it is told. */
export interface MessageStatus {
  messageId: string;
  status: DeliveryStatus;
  at: Instant;
  error: string | null;
}

export const isQuiet = ({ quietWeekdays, quietDates }: DigestSetting, day: Day): boolean =>
  quietDates.includes(day) || quietWeekdays.includes(dayParts(day).weekday);

/** Statuses arrive in any order: the one that says most counts, and a later `sent` takes nothing back. */
export function furthestStatus(statuses: readonly MessageStatus[]): MessageStatus | null {
  const rank = ({ status }: MessageStatus): number => DELIVERY_STATES.indexOf(status);
  return statuses.reduce<MessageStatus | null>(
    (best, one) => (best === null || rank(one) > rank(best) ? one : best),
    null,
  );
}

/**
 * A phone number as WhatsApp wants it: `0812-3456-789` and `62812...` are read as Indonesian ones. Null when it is none.
 */
export function phoneNumber(text: string): string | null {
  const bare = text.replace(/[\s().-]/g, '');
  const number =
    bare.startsWith('0') && !bare.startsWith('00') ? `+62${bare.slice(1)}` : bare.replace(/^(00)?(?=62)/, '+');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : null;
}

export interface DigestItem {
  sku: string;
  name: string;
  channelName: string;
  kind: SuggestionKind;
  price: Money | null;
  /** What buyers pay without it; of a bundle that of both, each by itself. */
  currentPrice: Money | null;
  atStake: Money;
}

/** Everything that a digest is written from. */
export interface DigestFacts {
  shopName: string;
  currency: Currency;
  language: Locale;
  day: Day;
  waiting: number;
  atStake: Money;
  /** The biggest first, at most `BIGGEST_MAX`. */
  biggest: DigestItem[];
  /** What the last run changed against the one before; null when it was the first. */
  changes: { new: number; changed: number; gone: number; decided: number } | null;
  /** Of this installation, without a slash at the end. */
  baseUrl: string;
}

export const BIGGEST_MAX = 5;
