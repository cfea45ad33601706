import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type { DeliveryView, WebhookChange, WebhookView, WebhookWithSecret } from '../../src/contract/webhooks';
import { at, call } from './call';
import { queryClient, useSend } from './client';

const KEY = ['webhooks'];
const changed = (): void => void queryClient.invalidateQueries({ queryKey: KEY });

/** What a new webhook is made of. */
export interface WebhookWish {
  url: string;
  types: WebhookView['types'];
  channels: string[] | null;
}

export function useWebhooks() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<Page<WebhookView>>({ path: '/webhooks', signal }).then(({ items }) => items),
  });
}

/** The secret in the answer is in `done`'s hands only: nothing keeps it. */
export function useAddWebhook(done: (added: WebhookWithSecret) => void) {
  return useSend<WebhookWish, WebhookWithSecret>(
    (body) => ({ path: '/webhooks', body }),
    (added) => {
      changed();
      done(added);
    },
    { isRepeatable: false },
  );
}

export function useRotateSecret(id: number, done: (rotated: WebhookWithSecret) => void) {
  return useSend<{ keepOldHours: number }, WebhookWithSecret>(
    (body) => ({ path: at`/webhooks/${id}/rotation`, body }),
    (rotated) => {
      changed();
      done(rotated);
    },
    { isRepeatable: false },
  );
}

export function useChangeWebhook(id: number, done: () => void) {
  return useSend<WebhookChange, WebhookView>(
    (body) => ({ method: 'PATCH', path: at`/webhooks/${id}`, body }),
    () => {
      changed();
      done();
    },
  );
}

export function useRemoveWebhook(id: number, done: () => void) {
  return useSend<void, void>(
    () => ({ method: 'DELETE', path: at`/webhooks/${id}` }),
    () => {
      changed();
      done();
    },
  );
}

export function useTestWebhook(id: number) {
  return useSend<void, DeliveryView>(() => ({ path: at`/webhooks/${id}/test` }), changed);
}

/** What was sent to a webhook, newest first. */
export function useDeliveries(id: number) {
  return useInfiniteQuery({
    queryKey: [...KEY, id, 'deliveries'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<DeliveryView>>({
        path: at`/webhooks/${id}/deliveries`,
        query: { limit: 20, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function useRedeliver(id: number) {
  return useSend<{ delivery: number }, DeliveryView>(
    ({ delivery }) => ({ path: at`/webhooks/${id}/deliveries/${delivery}/redelivery` }),
    changed,
  );
}
