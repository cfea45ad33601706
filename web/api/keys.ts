import { useQuery } from '@tanstack/react-query';
import type { AddedKey, KeyView, NewKey } from '../../src/contract/access';
import type { Page } from '../../src/contract/http';
import { at, call } from './call';
import { queryClient, useSend } from './client';

const KEY = ['keys'];
const changed = (): void => void queryClient.invalidateQueries({ queryKey: KEY });

export function useKeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<Page<KeyView>>({ path: '/keys', signal }).then(({ items }) => items),
  });
}

/** What is told once is in `done`'s hands only: nothing keeps it. */
export function useAddKey(done: (added: AddedKey) => void) {
  return useSend<NewKey, AddedKey>(
    (body) => ({ path: '/keys', body }),
    (added) => {
      changed();
      done(added);
    },
    { isRepeatable: false },
  );
}

export function useRevokeKey(done: () => void) {
  return useSend<{ id: number }, KeyView>(
    ({ id }) => ({ method: 'DELETE', path: at`/keys/${id}` }),
    () => {
      changed();
      done();
    },
  );
}
