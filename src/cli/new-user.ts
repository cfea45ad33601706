import { NewUser } from '../contract/access.js';
import type { Role } from '../core/access.js';
import { Refusal } from '../core/refusal.js';

/** A user as the command line names it, held to the same shape as over the API. @throws Refusal `bad-user` */
export function readNewUser(name: string, role: Role, password: string | undefined): NewUser {
  const result = NewUser.safeParse({ name, role, password });
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    code: 'bad-value',
    message,
  }));
  throw new Refusal('invalid', 'bad-user', 'The user cannot be added:', {}, issues);
}
