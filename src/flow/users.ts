import { verify } from 'argon2';
import type { EntityManager } from 'typeorm';
import type { Role, User } from '../core/access.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import { isDuplicate, type Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { LoginSessionTable, UserTable } from '../db/tables/shop.js';
import { generatePassword, hashPassword, sha256, tidyName, type Principal } from './access.js';

export interface NewUser {
  name: string;
  role: Role;
  /** Generated when left out. */
  password?: string | undefined;
  locale?: User['locale'] | undefined;
}

export const listUsers = (db: Database): Promise<User[]> => db.manager.find(UserTable, { order: { name: 'ASC' } });

/** @returns the user, and the password when it was generated: the only time that it is told
 *  @throws Refusal `user-exists`, `weak-password` */
export async function addUser(
  db: Database,
  given: NewUser,
  by: Caller,
  now: Instant,
): Promise<{ user: User; password?: string }> {
  const name = tidyName(given.name);
  const password = given.password ?? strongPassword(name);
  refuseWeak(name, password);
  const passwordHash = await hashPassword(password);
  const user = { name, role: given.role, passwordHash, isActive: true, locale: given.locale ?? 'id', createdAt: now };
  try {
    return await db.transaction(async (manager) => {
      const saved = await manager.save(UserTable, { ...user });
      await recordAudit(manager, by, now, 'user.add', `user:${name}`, { role: given.role });
      return given.password === undefined ? { user: saved, password } : { user: saved };
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new Refusal(
      'conflict',
      'user-exists',
      `There is a user ${name} already; choose another name or change that one.`,
    );
  }
}

/** Changes role, language or whether the user may log in. A user made inactive is logged out everywhere.
 *  @throws Refusal `unknown-user`; `last-owner` when nobody could manage the shop any more */
export async function changeUser(
  db: Database,
  name: string,
  change: { role?: Role | undefined; isActive?: boolean | undefined; locale?: User['locale'] | undefined },
  by: Caller,
  now: Instant,
): Promise<User> {
  return db.transaction(async (manager) => {
    // Locked before the look at the user: of two owners who demote each other, the second finds one owner left.
    const owners: { id: number }[] = await manager.query(
      `SELECT id FROM app_user WHERE role = 'owner' AND isActive = 1${db.forUpdate}`,
    );
    const user = await findUser(manager, name);
    const changed: User = {
      ...user,
      role: change.role ?? user.role,
      isActive: change.isActive ?? user.isActive,
      locale: change.locale ?? user.locale,
    };
    const staysOwner = changed.role === 'owner' && changed.isActive;
    if (!staysOwner && owners.length === 1 && owners[0]!.id === user.id) {
      throw new Refusal('conflict', 'last-owner', `${user.name} is the last owner: make somebody else an owner first.`);
    }
    await manager.save(UserTable, changed);
    if (!changed.isActive) await manager.delete(LoginSessionTable, { userId: user.id });
    const { role, isActive, locale } = changed;
    await recordAudit(manager, by, now, 'user.change', `user:${user.name}`, { role, isActive, locale });
    return changed;
  });
}

/** Anybody chooses their own language. */
export async function changeOwnLocale(
  db: Database,
  who: Principal,
  locale: User['locale'],
  now: Instant,
): Promise<void> {
  await db.transaction(async (manager) => {
    await manager.update(UserTable, { id: who.userId ?? 0 }, { locale });
    await recordAudit(manager, who, now, 'user.change', `user:${who.name}`, { locale });
  });
}

/**
 * Gives a user a new password, for an owner to hand on; all their sessions end.
 * @returns the password: the only time that it is told
 * @throws Refusal `unknown-user`, `own-password`: one's own is changed with the current one
 */
export async function resetPassword(db: Database, name: string, by: Caller, now: Instant): Promise<string> {
  if (by.actor === `user:${tidyName(name)}`) {
    throw new Refusal(
      'conflict',
      'own-password',
      'Your own password is changed with the current one, in your account.',
    );
  }
  const password = strongPassword(tidyName(name));
  await changePassword(db, name, { password }, by, now);
  return password;
}

/**
 * Sets a password and ends the user's sessions, except the one of `keepToken`. Users change their own with the current one;
 * an owner may set anybody's.
 * @throws Refusal `unknown-user`, `weak-password`, `wrong-password` (the current one), `role-too-low`
 */
export async function changePassword(
  db: Database,
  name: string,
  given: { password: string; currentPassword?: string | undefined; keepToken?: string | undefined },
  by: Caller & Partial<Pick<Principal, 'role'>>,
  now: Instant,
): Promise<void> {
  const user = await findUser(db.manager, name);
  const isSelf = by.actor === `user:${user.name}`;
  if (!isSelf && by.role !== undefined && by.role !== 'owner') {
    throw new Refusal('forbidden', 'role-too-low', "Only an owner sets another user's password.", { role: 'owner' });
  }
  if (isSelf && !(await verify(user.passwordHash, given.currentPassword ?? ''))) {
    throw new Refusal('invalid', 'wrong-password', 'The current password is wrong.', {}, [
      { path: '/currentPassword', code: 'wrong-password', message: 'is not the current password' },
    ]);
  }
  refuseWeak(user.name, given.password);
  const passwordHash = await hashPassword(given.password);
  const keptHash = given.keepToken === undefined ? '' : sha256(given.keepToken);
  await db.transaction(async (manager) => {
    await manager.update(UserTable, { id: user.id }, { passwordHash });
    await manager.query('DELETE FROM login_session WHERE userId = ? AND tokenHash <> ?', [user.id, keptHash]);
    await recordAudit(manager, by, now, 'user.password', `user:${user.name}`);
  });
}

async function findUser(manager: EntityManager, name: string): Promise<User> {
  const user = await manager.findOneBy(UserTable, { name: tidyName(name) });
  if (user === null) throw new Refusal('notFound', 'unknown-user', `There is no user ${tidyName(name)}.`);
  return user;
}

/** A short user name may stand in a generated password by chance: then it is drawn again. */
function strongPassword(name: string): string {
  let password = generatePassword();
  while (isWeak(name, password)) password = generatePassword();
  return password;
}

const isWeak = (name: string, password: string): boolean =>
  password.length < 10 || password.toLowerCase().includes(name) || new Set(password).size < 5;

function refuseWeak(name: string, password: string): void {
  if (!isWeak(name, password)) return;
  const message = 'The password needs 10 characters, 5 of them different, and must not contain the user name.';
  throw new Refusal('invalid', 'weak-password', message, {}, [{ path: '/password', code: 'weak-password', message }]);
}
