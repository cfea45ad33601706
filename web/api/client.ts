import { QueryClient, useMutation, type UseMutationResult } from '@tanstack/react-query';
import { call, newKey, onSessionEnd, type Request } from './call';
import { onConnection } from './connection';
import { isPassing } from './problem';

const TRIES = 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (tries, error) => isPassing(error) && tries < TRIES },
    mutations: { retry: (tries, error) => isPassing(error) && tries < TRIES },
  },
});

onSessionEnd(() => queryClient.setQueryData(['session'], null));
onConnection(() => void queryClient.invalidateQueries());

interface Once<V> {
  values: V;
  key: string;
}

/**
 * A write. Its key is made once per action, so that a second try after a lost connection does nothing twice; while it is
 * pending, disable what started it (`isPending`).
 * @param options `isRepeatable` false: never tried again by itself. For answers with a secret in them, which the server does
 * not keep to give a second time
 */
export function useSend<V, T>(
  request: (values: V) => Request,
  after?: (answer: T, values: V) => void,
  { isRepeatable = true }: { isRepeatable?: boolean } = {},
): Omit<UseMutationResult<T, Error, Once<V>>, 'mutate' | 'mutateAsync'> & {
  send(values: V): void;
  sendAsync(values: V): Promise<T>;
} {
  const mutation = useMutation<T, Error, Once<V>>({
    mutationFn: ({ values, key }) => call<T>({ method: 'POST', idempotencyKey: key, ...request(values) }),
    onSuccess: (answer, { values }) => after?.(answer, values),
    ...(isRepeatable ? {} : { retry: false }),
  });
  return {
    ...mutation,
    send: (values) => mutation.mutate({ values, key: newKey() }),
    sendAsync: (values) => mutation.mutateAsync({ values, key: newKey() }),
  };
}
