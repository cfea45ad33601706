import { describe, expect, it } from 'vitest';
import { folderWith, json, larisin } from './larisin.js';

describe('users and keys by command', () => {
  const cwd = folderWith();

  it('adds a user with a generated password, told once and not in the list', async () => {
    const added = await json<{ name: string; password: string }>(['user', 'add', 'Siti', '--role', 'merchandiser'], {
      cwd,
    });
    expect(added).toMatchObject({
      name: 'siti',
      role: 'merchandiser',
      password: expect.stringMatching(/^\S{20}$/) as unknown,
    });
    const users = await larisin(['user', 'list', '--format', 'json'], { cwd });
    expect(JSON.parse(users.stdout)).toContainEqual({
      name: 'siti',
      role: 'merchandiser',
      isActive: true,
      locale: 'id',
    });
    expect(users.stdout).not.toContain(added.password);
    expect(users.stdout).not.toContain('argon2');
  });

  it('takes a password from stdin, and refuses a weak one, a bad name and a second user of that name', async () => {
    const stdin = ['--role', 'viewer', '--password-stdin'];
    const good = await larisin(['user', 'add', 'budi', ...stdin], { cwd, input: 'kopi-susu-tanpa-gula\n' });
    expect(good.code).toBe(0);
    expect(good.stdout).not.toContain('kopi-susu');
    const refusals = [
      await larisin(['user', 'add', 'dewi', ...stdin], { cwd, input: 'kopi\n' }),
      await larisin(['user', 'add', 'de wi', '--role', 'viewer'], { cwd }),
      await larisin(['user', 'add', 'BUDI', '--role', 'viewer'], { cwd }),
    ];
    expect(refusals.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(refusals.map(({ stderr }) => stderr).join('')).toMatch(
      /10 characters[^]*is not 1 to 64[^]*a user budi already/,
    );
  });

  it('makes a key that is shown once, lists it without its secret, and revokes it', async () => {
    const { id, key } = await json<{ id: number; key: string }>(
      ['key', 'add', 'Shopee job', '--scope', 'feed:shopee,read'],
      { cwd },
    );
    expect(key).toMatch(/^lrs_\S{43}$/);
    const before = await larisin(['key', 'list', '--format', 'json'], { cwd });
    expect(JSON.parse(before.stdout)).toMatchObject([
      { id, name: 'Shopee job', scopes: ['feed:shopee', 'read'], revokedAt: null },
    ]);
    expect(before.stdout).not.toContain(key);
    expect((await larisin(['key', 'revoke', String(id)], { cwd })).code).toBe(0);
    const [after] = await json<{ revokedAt: string | null }[]>(['key', 'list'], { cwd });
    expect(after!.revokedAt).not.toBeNull();
    const unknown = await larisin(['key', 'add', 'x', '--scope', 'feed:nowhere'], { cwd });
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('nowhere');
  });
});
