import { createHash } from 'node:crypto';
import { ask, SettingsError, Unreachable, type Reply, type Request, type World } from './send.js';
import type {
  AckItem,
  AckResults,
  Acks,
  CurrentPrice,
  CurrentPriceResults,
  CurrentPrices,
  PriceChanges,
  PriceSnapshot,
} from './feed-types.js';

export interface FeedSettings {
  url: string;
  key: string;
  channel: string;
}

/** The cursor belongs to a later state of the database than there is: read the snapshot and go on from its cursor. */
export class CursorAhead extends Error {}

/** The feed of one channel. Every call may be repeated; what was said twice counts once. */
export interface Feed {
  /** One page of what should be live now and next. */
  prices(after: string | null): Promise<PriceSnapshot>;
  /** What changed after a cursor. @throws CursorAhead */
  changes(after: string): Promise<PriceChanges>;
  acknowledge(items: AckItem[]): Promise<AckResults>;
  report(items: CurrentPrice[]): Promise<CurrentPriceResults>;
}

/** All calls throw Unreachable while the server is away, and SettingsError when somebody has to mend something. */
export function feedOf({ url, key, channel }: FeedSettings, world: World): Feed {
  const base = `${url.replace(/\/+$/, '')}/api/v1/channels/${encodeURIComponent(channel)}`;
  const headers = { Authorization: `Bearer ${key}`, Accept: 'application/json' };

  const get = (path: string, query: Record<string, string>): Promise<Reply> => {
    const text = new URLSearchParams(query).toString();
    return ask(world, { method: 'GET', url: `${base}${path}${text === '' ? '' : `?${text}`}`, headers });
  };
  /** The key follows from what is said, so that a job that died before the answer says it again under the same key. */
  const post = async <T>(path: string, content: Acks | CurrentPrices): Promise<T> => {
    const body = JSON.stringify(content);
    const request: Request = {
      method: 'POST',
      url: `${base}${path}`,
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'Idempotency-Key': createHash('sha256').update(`${path}\n${body}`).digest('base64url'),
      },
      body,
    };
    return read<T>(await ask(world, request));
  };

  return {
    prices: async (after) => read(await get('/prices', { limit: '1000', ...(after === null ? {} : { after }) })),
    async changes(after) {
      const reply = await get('/price-changes', { limit: '1000', after });
      if (reply.status === 409 && problemOf(reply).code === 'cursor-ahead') throw new CursorAhead();
      return read(reply);
    },
    acknowledge: (items) => post<AckResults>('/acks', { items }),
    report: (items) => post<CurrentPriceResults>('/current-prices', { items }),
  };
}

function read<T>(reply: Reply): T {
  if (reply.status === 409) throw new Unreachable(`the feed is busy: ${problemOf(reply).detail}`, 5_000);
  if (reply.status !== 200) {
    throw new SettingsError(`The feed refuses what the job asks (${reply.status}): ${problemOf(reply).detail}`);
  }
  return JSON.parse(reply.text) as T;
}

function problemOf({ text }: Reply): { code: string; detail: string } {
  try {
    const { code = '', detail = '' } = JSON.parse(text) as { code?: string; detail?: string };
    return { code, detail };
  } catch {
    return { code: '', detail: text.slice(0, 300) };
  }
}
