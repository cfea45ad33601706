import type { Config } from '../config.js';
import { DIGEST_CHANNELS } from '../core/digest/digest.js';
import { DISABLED_WORDS } from '../core/webhook/event.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { subscribers } from '../db/stores/digests.js';
import { listEndpoints } from '../db/stores/webhooks.js';
import { missingFor } from './digest/ways.js';
import { ok, warning, type Check } from './doctor-check.js';

/** Longer than this no message waits while the web process runs. */
const LATE_MS = 10 * 60_000;

/** Do other programs get what they want to be told? */
export async function checkWebhooks(db: Database, now: Instant): Promise<Check[]> {
  const endpoints = await listEndpoints(db.manager);
  if (endpoints.length === 0) return [];
  const checks: Check[] = [];
  for (const { id, url, state, disabledReason, failingSince } of endpoints) {
    if (state === 'disabled') {
      const remedy = `Remove it (larisin webhook remove ${id}), or mend it and enable it: larisin webhook enable ${id}`;
      checks.push(
        warning(
          'webhooks',
          `Webhook ${id} to ${url} is disabled. ${DISABLED_WORDS[disabledReason ?? 'switched-off']}`,
          remedy,
        ),
      );
    } else if (failingSince !== null) {
      const minutes = Math.round((now - failingSince) / 60_000);
      const message = `Webhook ${id} to ${url} has taken nothing for ${minutes} minute(s).`;
      const remedy = `Look at what it answers: larisin webhook log ${id}. Nothing is lost: it is tried again for three days.`;
      checks.push(warning('webhooks', message, remedy));
    }
  }
  const late = await db.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM webhook_delivery WHERE state = 'pending' AND nextAt < ?`,
    [now - LATE_MS],
  );
  if (Number(late[0]!.n) > 0) {
    const message = `${late[0]!.n} webhook message(s) wait to be sent.`;
    checks.push(warning('webhooks', message, 'Start the web process, which sends them: npx larisin serve'));
  }
  return checks.length > 0 ? checks : [ok('webhooks', `${endpoints.length} webhook(s), none fails`)];
}

/** A digest that went wrong longer ago is not worth a word. */
const DIGEST_LOOK_BACK_MS = 2 * 86_400_000;

/** Do people get their daily digest, and what is missing before they can? */
export async function checkDigests(db: Database, config: Config, now: Instant): Promise<Check[]> {
  const missing = missingFor(config);
  const wanting = await subscribers(db.manager);
  const checks: Check[] = [];
  for (const channel of DIGEST_CHANNELS) {
    const lacking = missing[channel];
    const count = wanting.filter(({ setting }) => setting.channels.includes(channel)).length;
    const name = channel === 'mail' ? 'mail' : 'WhatsApp';
    if (lacking.length === 0) {
      checks.push(ok('digest', `By ${name} to ${count} person(s)`));
    } else if (count > 0) {
      const message = `${count} person(s) want the digest by ${name}, and it is not configured.`;
      checks.push(warning('digest', message, `Set ${lacking.join(', ')} (docs/digest.md).`));
    } else {
      checks.push(ok('digest', `By ${name}: off. To turn it on, set ${lacking.join(', ')} (docs/digest.md).`));
    }
  }
  const wrong = await db.query<{ channel: string; error: string | null }>(
    `SELECT channel, error FROM digest WHERE claimedAt > ? AND (state IN ('failed', 'unknown') OR delivery = 'failed')
     ORDER BY id DESC LIMIT 1`,
    [now - DIGEST_LOOK_BACK_MS],
  );
  if (wrong[0] !== undefined) {
    const message = `A digest by ${wrong[0].channel} did not arrive: ${wrong[0].error ?? 'unknown cause'}`;
    checks.push(
      warning('digest', message, 'Correct the settings, then try it: larisin digest send, or the test under Settings.'),
    );
  }
  return checks;
}
