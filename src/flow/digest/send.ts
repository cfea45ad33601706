import { format } from 'date-fns';
import { tz } from '@date-fns/tz';
import type { User } from '../../core/access.js';
import { digestContent } from '../../core/digest/content.js';
import { isQuiet, type Digest, type DigestChannel, type DigestSetting } from '../../core/digest/digest.js';
import { ZoneClock } from '../../core/intake/zone.js';
import type { Run } from '../../core/run.js';
import { DAY_MS, type Day, type Instant } from '../../core/units.js';
import { isDuplicate, type Database } from '../../db/database.js';
import { digestOf, isToldOf, runOfTheDay, subscribers } from '../../db/stores/digests.js';
import { readShop } from '../../db/stores/settings.js';
import { DigestTable } from '../../db/tables/digests.js';
import { NotSent } from '../../outside/sending.js';
import { digestFacts, inLanguage, type SharedFacts } from './facts.js';
import { noteMessageId } from './statuses.js';
import type { Ways } from './ways.js';

const MINUTE = 60_000;
/** Waits between attempts that surely failed; a digest of the morning is of no use at night. */
const RETRY_AFTER_MS = [5 * MINUTE, 30 * MINUTE, 2 * 60 * MINUTE];
/** Longer than any attempt takes: who claimed it so long ago and said nothing has died. */
const CLAIM_MS = 10 * MINUTE;
const ERROR_LENGTH = 500;

/** What became of one digest of a call. */
export interface DigestResult {
  user: string;
  channel: DigestChannel;
  state: Digest['state'];
  error: string | null;
}

/**
 * Sends every digest that is due: to each person who asked for it, once a day on each channel, after the run of the day and
 * not before the time they chose. Before anything goes out the digest is claimed by a row whose key is person, day and
 * channel: of several processes one sends it, and what a killed one had claimed is not sent a second time.
 * @param options `anyTime`: without waiting for the time that people chose; `only`: to this person alone
 */
export async function sendDueDigests(
  db: Database,
  ways: Ways,
  now: Instant,
  options: { anyTime?: boolean; only?: string | undefined } = {},
): Promise<DigestResult[]> {
  const wanting = (await subscribers(db.manager)).filter(({ user }) => [undefined, user.name].includes(options.only));
  if (wanting.length === 0) return [];
  await giveUpDead(db, now);
  const run = await runOfTheDay(db.manager);
  if (run === null || now - (run.finishedAt ?? 0) > DAY_MS) return [];
  const { timeZone } = await readShop(db.manager);
  const day = new ZoneClock(timeZone).dayOf(now);
  const time = options.anyTime === true ? '24:00' : format(now, 'HH:mm', { in: tz(timeZone) });
  let shared: SharedFacts | null = null;
  const results: DigestResult[] = [];
  for (const { setting, user } of wanting) {
    if (isQuiet(setting, day) || time < setting.at) continue;
    for (const channel of setting.channels) {
      if (ways[channel] === null) continue;
      const digest = await claim(db, setting, run, day, channel, now);
      if (digest === null) continue;
      shared ??= await digestFacts(db, run, day, ways.baseUrl);
      results.push({ user: user.name, channel, ...(await sendOne(db, digest, setting, user, shared, ways, now)) });
    }
  }
  return results;
}

/** Takes a digest for this process; null when it is not due or another has it. */
async function claim(
  db: Database,
  { userId }: DigestSetting,
  run: Run,
  day: Day,
  channel: DigestChannel,
  now: Instant,
): Promise<Digest | null> {
  const known = await digestOf(db.manager, userId, day, channel);
  if (known !== null) return known.state === 'waiting' ? claimAgain(db, known, now) : null;
  if (await isToldOf(db.manager, userId, run.id, channel)) return null; // of yesterday, and there is no newer run
  const fresh = { userId, day, channel, runId: run.id, state: 'sending' as const, attempt: 1, claimedAt: now };
  const rest = { nextAt: null, sentAt: null, messageId: null, error: null, delivery: null, deliveryAt: null };
  try {
    return await db.manager.save(DigestTable, { ...fresh, ...rest });
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

async function claimAgain(db: Database, digest: Digest, now: Instant): Promise<Digest | null> {
  if (digest.nextAt === null || digest.nextAt > now) return null;
  const { id, attempt } = digest;
  const mine = { state: 'sending' as const, attempt: attempt + 1, claimedAt: now, nextAt: null };
  const { affected } = await db.manager.update(DigestTable, { id, attempt, state: 'waiting' }, mine);
  return affected === 1 ? { ...digest, ...mine } : null;
}

async function sendOne(
  db: Database,
  digest: Digest,
  setting: DigestSetting,
  user: User,
  shared: SharedFacts,
  ways: Ways,
  now: Instant,
): Promise<Pick<DigestResult, 'state' | 'error'>> {
  const { id, attempt } = digest;
  const end = async (state: Digest['state'], more: Partial<Digest> = {}) => {
    await db.manager.update(DigestTable, { id, attempt, state: 'sending' }, { state, ...more });
    return { state, error: more.error ?? null };
  };
  if (shared.waiting === 0) return end('nothing');
  try {
    const messageId = await sendTo(digest.channel, setting, user, shared, ways, `digest-${id}`);
    const ended = await end('sent', { sentAt: now, messageId, error: null });
    await noteMessageId(db, messageId);
    return ended;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    const told = { error: error.message.slice(0, ERROR_LENGTH) };
    if (!error.isCertain) return end('unknown', told);
    const wait = error.mayRetry ? RETRY_AFTER_MS[attempt - 1] : undefined;
    return wait === undefined ? end('failed', told) : end('waiting', { ...told, nextAt: now + wait });
  }
}

/** Writes the digest and hands it to the channel; answers the id that the channel gave it. Throws NotSent. */
export async function sendTo(
  channel: DigestChannel,
  { mail, phone }: Pick<DigestSetting, 'mail' | 'phone'>,
  { locale }: Pick<User, 'locale'>,
  shared: SharedFacts,
  ways: Ways,
  messageId: string,
): Promise<string> {
  const { subject, text, html, parameters, buttonPath } = digestContent(inLanguage(shared, locale));
  if (channel === 'mail' && mail !== null && ways.mail !== null) {
    return ways.mail({ to: mail, subject, text, html, messageId });
  }
  if (channel === 'whatsapp' && phone !== null && ways.whatsapp !== null) {
    return ways.whatsapp({ to: phone, language: locale, parameters, buttonPath });
  }
  throw new NotSent('There is no address to send it to.', true, false);
}

async function giveUpDead(db: Database, now: Instant): Promise<void> {
  await db.query(`UPDATE digest SET state = 'unknown', error = ? WHERE state = 'sending' AND claimedAt < ?`, [
    'The program ended while it was sent: it may have gone out, and is not sent again.',
    now - CLAIM_MS,
  ]);
}
