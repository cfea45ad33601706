import { changedListings } from '../../core/preview.js';
import { Refusal } from '../../core/refusal.js';
import type { Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { latestGoodRun } from '../../db/stores/runs.js';
import { currentPolicy } from '../../db/stores/settings.js';
import { effectOn } from './preview.js';
import type { PublishGuard } from './publish.js';

/**
 * Keeps a set from being published unseen that would change much: the suggestions of more listings than
 * `maxSuggestionsPerDay`, or of a larger share of all than the policy's `confirmChangesAboveBp`, on the facts of the last
 * run. Whoever publishes then names the number of listings: that it was looked at is what is confirmed. Before the first
 * run there is nothing to go by, and nothing is asked.
 *
 * @param confirmed listings that the publisher expects to change; left out: nothing is confirmed
 * @param how words for how a number is confirmed where the publisher is: a flag, a field
 */
export function confirmedChanges(
  db: Database,
  confirmed: number | undefined,
  now: Instant,
  how: (changes: number) => string,
): PublishGuard {
  return async (next, inForce) => {
    if ((await latestGoodRun(db.manager)) === null) return;
    const effect = await effectOn(db, next, inForce, now);
    const { maxSuggestionsPerDay, confirmChangesAboveBp } = (await currentPolicy(db.manager)).body;
    const { listings } = effect;
    const changes = changedListings(effect);
    const isLarge = changes > maxSuggestionsPerDay || changes * 10_000 > confirmChangesAboveBp * listings;
    if (!isLarge || changes === confirmed) return;
    const message =
      `This would change the suggestions of ${changes} of ${listings} listings (${effect.changes.new} new, ` +
      `${effect.changes.gone} gone, ${effect.changes.changed} changed), more than the policy lets pass unseen. Look at the ` +
      `preview, then publish again and confirm the number: ${how(changes)}.`;
    const values = { changes, listings, ...effect.changes, maxSuggestionsPerDay, confirmChangesAboveBp };
    throw new Refusal('conflict', 'needs-confirmation', message, values);
  };
}
