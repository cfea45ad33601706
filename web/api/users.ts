import { useQuery } from '@tanstack/react-query';
import type { AddedUser, NewPassword, NewUser, UserChange, UserView } from '../../src/contract/access';
import type { Page } from '../../src/contract/http';
import { at, call } from './call';
import { queryClient, useSend } from './client';

const KEY = ['users'];
const changed = (): void => void queryClient.invalidateQueries({ queryKey: KEY });

export function useUsers() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<Page<UserView>>({ path: '/users', signal }).then(({ items }) => items),
  });
}

export function useAddUser(done: (added: AddedUser) => void) {
  return useSend<NewUser, AddedUser>(
    (body) => ({ path: '/users', body }),
    (added) => {
      changed();
      done(added);
    },
    { isRepeatable: false },
  );
}

export function useChangeUser(done: () => void) {
  return useSend<{ name: string; change: UserChange }, UserView>(
    ({ name, change }) => ({ method: 'PATCH', path: at`/users/${name}`, body: change }),
    () => {
      changed();
      done();
    },
  );
}

/** A generated password for somebody else, told once. */
export function useResetPassword(done: (password: string) => void) {
  return useSend<{ name: string }, NewPassword>(
    ({ name }) => ({ path: at`/users/${name}/password` }),
    ({ password }) => done(password),
    { isRepeatable: false },
  );
}
