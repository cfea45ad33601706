import type { FeedStatus } from '../../../src/contract/feed';
import type { Urgency } from './dot';

export type ChannelState = 'held' | 'never' | 'silent' | 'look' | 'fine';

/** Sync jobs ask every minute or so; one that has not for an hour has stopped. */
const SILENT_MS = 3_600_000;

/** What matters most about a channel. */
export function channelState(status: FeedStatus, now: number): ChannelState {
  const { isHeld, lastPullAt, counts, driftedListings } = status;
  if (isHeld) return 'held';
  if (lastPullAt === null) return 'never';
  if (now - Date.parse(lastPullAt) > SILENT_MS) return 'silent';
  return counts.refused + counts.unknown + driftedListings > 0 ? 'look' : 'fine';
}

export const STATE_URGENCY: Record<ChannelState, Urgency> = {
  held: 'bad',
  never: 'calm',
  silent: 'attention',
  look: 'attention',
  fine: 'good',
};
