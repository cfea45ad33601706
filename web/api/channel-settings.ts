import type { ChannelChange, ChannelView, Hold, NewChannel } from '../../src/contract/shop';
import { at } from './call';
import { queryClient, useSend } from './client';

const changed = (): void => void queryClient.invalidateQueries({ queryKey: ['channels'] });

export function useAddChannel(done: () => void) {
  return useSend<NewChannel, ChannelView>(
    (body) => ({ path: '/channels', body }),
    () => {
      changed();
      done();
    },
  );
}

export function useChangeChannel(code: string, done: () => void) {
  return useSend<ChannelChange, ChannelView>(
    (body) => ({ method: 'PATCH', path: at`/channels/${code}`, body }),
    () => {
      changed();
      done();
    },
  );
}

/** The kill switch: the channel's feed says `hold` until it is released. */
export function useHoldChannel(code: string, done: () => void) {
  return useSend<Hold, ChannelView>(
    (body) => ({ method: 'PUT', path: at`/channels/${code}/hold`, body }),
    () => {
      changed();
      done();
    },
  );
}

export function useReleaseChannel(code: string) {
  return useSend<void, ChannelView>(() => ({ method: 'DELETE', path: at`/channels/${code}/hold` }), changed);
}
