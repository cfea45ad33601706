import { changesCursor } from '../core/feed/cursor.js';
import type { EventData, PriceEventData, RunEventData, WebhookEvent } from '../core/webhook/event.js';

/**
 * What is sent of an event: `{type, timestamp, data}` with ids and links, never the things themselves. Whoever receives it
 * asks the API for them with a key of its own, so a message in the wrong hands tells nothing and an old one does no harm.
 * @param baseUrl in front of every link: the address of this installation, or empty where it is not known
 */
export function webhookBody({ type, at, data }: Pick<WebhookEvent, 'type' | 'at' | 'data'>, baseUrl: string): string {
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: thinData(data, `${baseUrl}/api/v1`) });
}

function thinData(data: EventData, api: string): object {
  if ('webhookId' in data) return data;
  if ('importId' in data) return { ...data, links: { import: `${api}/imports/${data.importId}` } };
  if ('runId' in data) return { ...data, links: runLinks(data, api) };
  const { channelId, afterSeq, ...rest } = data;
  return { ...rest, links: { changes: changesLink({ ...rest, channelId, afterSeq }, api) } };
}

function runLinks({ runId, state }: RunEventData, api: string): Record<string, string> {
  const run = `${api}/runs/${runId}`;
  return state === 'done' ? { run, suggestions: `${api}/suggestions` } : { run };
}

/** Leads to the first of these prices, and to all that came after. */
function changesLink({ channel, channelId, afterSeq }: PriceEventData, api: string): string {
  return `${api}/channels/${channel}/price-changes?after=${changesCursor(channelId, afterSeq)}`;
}
