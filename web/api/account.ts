import type { Me, PasswordChange } from '../../src/contract/access';
import type { Language } from '../text/language';
import { at } from './call';
import { queryClient, useSend } from './client';

/** The language that the account has on every device. */
export function useOwnLanguage() {
  return useSend<Language, Me>(
    (locale) => ({ method: 'PATCH', path: '/session', body: { locale } }),
    (me) => queryClient.setQueryData(['session'], me),
  );
}

export function useOwnPassword(name: string, done: () => void) {
  return useSend<PasswordChange, void>((body) => ({ method: 'PUT', path: at`/users/${name}/password`, body }), done);
}

export function useLogOutElsewhere(done: () => void) {
  return useSend<void, void>(() => ({ method: 'DELETE', path: '/session/others' }), done);
}
