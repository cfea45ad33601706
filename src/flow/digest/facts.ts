import type { DigestFacts, DigestItem } from '../../core/digest/digest.js';
import { BIGGEST_MAX } from '../../core/digest/digest.js';
import type { Locale } from '../../core/pricing/money-text.js';
import type { Run } from '../../core/run.js';
import type { Day } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { sumWaiting } from '../../db/stores/digests.js';
import { sumSuggestionChanges } from '../../db/stores/run-changes.js';
import { goodRunBefore } from '../../db/stores/runs.js';
import { readChannels, readShop } from '../../db/stores/settings.js';
import { listSuggestions } from '../../db/stores/suggestions.js';

/** What a digest says, whoever reads it: read once for all. */
export type SharedFacts = Omit<DigestFacts, 'language'>;

/** What waits now, and what the run changed. */
export async function digestFacts(db: Database, run: Run | null, day: Day, baseUrl: string): Promise<SharedFacts> {
  const shop = await readShop(db.manager);
  const { count, atStake } = await sumWaiting(db);
  return {
    shopName: shop.name,
    currency: { code: shop.currency, scale: shop.scale },
    day,
    waiting: count,
    atStake,
    biggest: await biggest(db),
    changes: run === null ? null : await changesOf(db, run),
    baseUrl: baseUrl.replace(/\/+$/, ''),
  };
}

export const inLanguage = (facts: SharedFacts, language: Locale): DigestFacts => ({ ...facts, language });

async function biggest(db: Database): Promise<DigestItem[]> {
  const names = new Map((await readChannels(db.manager)).map(({ code, name }) => [code, name]));
  const states: ('pending' | 'half-approved')[] = ['pending', 'half-approved'];
  const rows = await listSuggestions(db, { states }, { by: 'atStake', direction: 'desc' }, BIGGEST_MAX);
  return rows.map(({ sku, productName, channelCode, kind, price, listPrice, currentPrice, atStake }) => ({
    ...{ sku, name: productName ?? sku, kind, price, atStake },
    currentPrice: kind === 'bundle' ? listPrice : currentPrice,
    channelName: names.get(channelCode) ?? channelCode,
  }));
}

async function changesOf(db: Database, run: Run): Promise<DigestFacts['changes']> {
  const before = await goodRunBefore(db.manager, run.id);
  if (before === null) return null;
  const span = { run, since: before.finishedAt };
  const sum = async (change: 'new' | 'changed' | 'gone' | 'decided') =>
    (await sumSuggestionChanges(db, change, span)).count;
  return {
    new: await sum('new'),
    changed: await sum('changed'),
    gone: await sum('gone'),
    decided: await sum('decided'),
  };
}
