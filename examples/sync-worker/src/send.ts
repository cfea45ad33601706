/** One request over HTTP. */
export interface Request {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** An answer. Header names are in small letters. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Sends one request once. Rejects where no answer came: the other side may have done it all the same. */
export type Send = (request: Request) => Promise<Reply>;

/** What a job needs of the world besides, so that tests need neither wait nor a network. */
export interface World {
  send: Send;
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Somebody has to mend the settings: a wrong key, a wrong address. Nothing was changed. */
export class SettingsError extends Error {}

/** The other side cannot be asked now; it is worth asking again in `waitMs`. */
export class Unreachable extends Error {
  constructor(
    message: string,
    readonly waitMs: number,
  ) {
    super(message);
  }
}

/** What came of a request that changes something. `lost`: it may have been done. `later`: it was surely not done. */
export type Sent = { kind: 'answer'; reply: Reply } | { kind: 'lost'; why: string } | { kind: 'later'; waitMs: number };

const READ_TRIES = 4;
const BACKOFF_MS = 1_000;
/** Longer waits that the other side asks for are left to the next pass. */
const WAIT_MS_MAX = 30_000;

/** Sends with Node's own fetch, and gives an answer up after `timeoutMs`. */
export function sendByFetch(timeoutMs: number): Send {
  return async ({ method, url, headers, body }) => {
    // A redirect is not followed: it would turn a POST into a GET, and carry the key to another host.
    const reply = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: reply.status, headers: Object.fromEntries(reply.headers), text: await reply.text() };
  };
}

/**
 * Asks for something that changes nothing, again and again where the other side is busy or away.
 * @throws Unreachable, SettingsError
 */
export async function ask(world: World, request: Request): Promise<Reply> {
  for (let tries = 1; ; tries++) {
    const { reply, why, waitMs } = await tryOnce(world, request);
    if (reply !== null) return reply;
    const backoff = Math.max(waitMs, BACKOFF_MS * 2 ** (tries - 1));
    if (tries === READ_TRIES || backoff > WAIT_MS_MAX) throw new Unreachable(why, backoff);
    await world.sleep(backoff);
  }
}

async function tryOnce(world: World, request: Request): Promise<{ reply: Reply | null; why: string; waitMs: number }> {
  let reply: Reply;
  try {
    reply = await world.send(request);
  } catch (error) {
    return { reply: null, why: `${hostOf(request)} did not answer: ${wordsOf(error)}`, waitMs: 0 };
  }
  if (reply.status === 429 || reply.status >= 500) {
    const why = `${hostOf(request)} answered ${reply.status}`;
    return { reply: null, why, waitMs: retryAfterMs(reply, world.now()) ?? 0 };
  }
  refuseSettings(reply, request);
  return { reply, why: '', waitMs: 0 };
}

/**
 * Sends a change once. It is never sent again here: where no answer came, or a fault, the channel is asked first.
 * @throws SettingsError
 */
export async function change(world: World, request: Request): Promise<Sent> {
  let reply: Reply;
  try {
    reply = await world.send(request);
  } catch (error) {
    return { kind: 'lost', why: `no answer: ${wordsOf(error)}` };
  }
  if (reply.status === 429) return { kind: 'later', waitMs: retryAfterMs(reply, world.now()) ?? BACKOFF_MS };
  if (reply.status >= 500) return { kind: 'lost', why: `the channel answered ${reply.status}` };
  refuseSettings(reply, request);
  return { kind: 'answer', reply };
}

/** `Retry-After` in seconds or as a date; null: none. */
export function retryAfterMs({ headers }: Reply, now: number): number | null {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function refuseSettings({ status, headers, text }: Reply, request: Request): void {
  const where = hostOf(request);
  if (status === 401 || status === 403) {
    throw new SettingsError(`${where} does not accept the key (${status}): ${text.slice(0, 300)}`);
  }
  if (status >= 300 && status < 400) {
    throw new SettingsError(
      `${where} sends on to ${headers.location ?? 'another address'}: put that one in the settings.`,
    );
  }
}

const hostOf = ({ url }: Request): string => new URL(url).host;

/** Of `fetch failed` only the cause says what it was. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
