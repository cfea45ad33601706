import { beforeAll, describe, expect, it } from 'vitest';
import { AuditTable, LoginSessionTable, UserTable } from '../../src/db/tables/shop.js';
import { DATABASES } from '../database.js';
import { openShop, OWNER_PASSWORD, START, type TestShop } from './shop.js';

const HOUR_MS = 3_600_000;
const SESSION = '/api/v1/session';

describe.each(DATABASES)('logging in on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });

  it('sets a cookie that scripts and other sites cannot use, and tells who you are', async () => {
    const reply = await shop.anybody.post(SESSION).send({ name: ' Owner ', password: OWNER_PASSWORD }).expect(200);
    expect(reply.headers['set-cookie']![0]).toMatch(
      /^larisin_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(reply.body).toMatchObject({
      kind: 'user',
      name: 'owner',
      role: 'owner',
      shop: { currency: 'IDR', scale: 0 },
    });
  });

  it('marks the cookie Secure when the shop is reached by https', async () => {
    const secure = await openShop(kind, { PUBLIC_URL: 'https://larisin.example' });
    const reply = await secure.anybody.post(SESSION).send({ name: 'owner', password: OWNER_PASSWORD }).expect(200);
    expect(reply.headers['set-cookie']![0]).toContain('Secure');
    expect(reply.headers['strict-transport-security']).toBeDefined();
    const write = secure.owner.post('/api/v1/channels').send({ code: 'a', name: 'A', isMarketplace: false });
    expect((await write).status).toBe(403); // the test speaks to 127.0.0.1, which PUBLIC_URL does not name
    const proxied = secure.owner.post('/api/v1/channels').set('Origin', 'https://larisin.example');
    await proxied.send({ code: 'a', name: 'A', isMarketplace: false }).expect(201);
  });

  it('answers a wrong password, an unknown user and an inactive one alike', async () => {
    await shop.as('viewer', 'gone');
    await shop.owner.patch('/api/v1/users/gone').send({ isActive: false }).expect(200);
    const bodies = [];
    for (const name of ['owner', 'nobody', 'gone']) {
      const reply = await shop.anybody.post(SESSION).send({ name, password: 'wrong' }).expect(401);
      expect(reply.headers['www-authenticate']).toBe('Bearer realm="larisin"');
      bodies.push({ ...reply.body, instance: '' });
    }
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    expect(bodies[0].code).toBe('wrong-credentials');
  });

  it('keeps neither tokens nor passwords in the database, nor a mistyped name in the audit log', async () => {
    const slip = 'my-secret-typed-as-name';
    await shop.anybody.post(SESSION).send({ name: slip, password: 'x' }).expect(401);
    const user = await shop.db.manager.findOneByOrFail(UserTable, { name: 'owner' });
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const audit = await shop.db.manager.find(AuditTable);
    expect(audit.map((entry) => entry.action)).toContain('session.refused');
    expect(JSON.stringify(audit)).not.toContain(slip);
    expect(JSON.stringify(audit)).not.toContain(OWNER_PASSWORD);
  });

  it('ends the session on logging out, not only the cookie', async () => {
    const person = await shop.logIn('owner', OWNER_PASSWORD);
    await person.get(SESSION).expect(200);
    await person.delete(SESSION).expect(204);
    expect((await person.get(SESSION).expect(401)).body.code).toBe('session-expired');
  });

  it('keeps a session open that is used, ends it after 12 hours without use and after 14 days in any case', async () => {
    const idle = await shop.logIn('owner', OWNER_PASSWORD);
    const used = await shop.logIn('owner', OWNER_PASSWORD);
    for (let hours = 0; hours < 14 * 24; hours += 11) {
      shop.clock.at = START + hours * HOUR_MS;
      await used.get(SESSION).expect(200);
    }
    expect((await idle.get(SESSION).expect(401)).body.code).toBe('session-expired');
    shop.clock.at = START + 14 * 24 * HOUR_MS;
    await used.get(SESSION).expect(401);
    shop.owner = await shop.logIn('owner', OWNER_PASSWORD); // clears what has expired
    expect(await shop.db.manager.countBy(LoginSessionTable, {})).toBe(1);
  });

  it('throws a deactivated user out at once', async () => {
    const person = await shop.as('viewer', 'leaving');
    await person.get('/api/v1/shop').expect(200);
    await shop.owner.patch('/api/v1/users/leaving').send({ isActive: false }).expect(200);
    await person.get('/api/v1/shop').expect(401);
    await shop.owner.patch('/api/v1/users/leaving').send({ isActive: true }).expect(200);
    await person.get('/api/v1/shop').expect(401);
  });

  it('refuses writes from pages of other sites and from no page at all', async () => {
    const body = { name: 'Toko Sinar' };
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', '']) {
      const reply = await shop.owner.patch('/api/v1/shop').set('Origin', origin).send(body);
      expect([origin, reply.status, reply.body.code]).toEqual([origin, 403, 'wrong-origin']);
    }
    await shop.owner.patch('/api/v1/shop').send(body).expect(200);
    const elsewhere = shop.anybody.post(SESSION).set('Origin', 'https://evil.example');
    await elsewhere.send({ name: 'owner', password: OWNER_PASSWORD }).expect(403);
  });
});

describe('the log-in limit', () => {
  it('stops the ninth try for a name, right password or not, and says when to come back', async () => {
    const shop = await openShop('sqlite');
    const tries = Array.from({ length: 8 }, () => shop.anybody.post(SESSION).send({ name: 'siti', password: 'wrong' }));
    for (const reply of await Promise.all(tries)) expect(reply.status).toBe(401);
    const ninth = await shop.anybody.post(SESSION).send({ name: 'Siti', password: 'wrong' }).expect(429);
    expect(ninth.body.code).toBe('too-many-log-ins');
    expect(Number(ninth.headers['retry-after'])).toBeGreaterThan(800);
    await shop.logIn('owner', OWNER_PASSWORD); // another name is not locked out
  });

  it('stops an address that tries many names', async () => {
    const shop = await openShop('sqlite');
    for (let i = 0; i < 40; i++)
      await shop.anybody
        .post(SESSION)
        .send({ name: `n${i}`, password: 'wrong' })
        .expect(401);
    await shop.anybody.post(SESSION).send({ name: 'n40', password: 'wrong' }).expect(429);
  });

  it('counts by the address that the nearest proxy names, whatever the caller claims before it', async () => {
    const shop = await openShop('sqlite', { TRUST_PROXY: 'true' });
    const attempt = (i: number, address: string) =>
      shop.anybody
        .post(SESSION)
        .set('X-Forwarded-For', `10.0.0.${i}, ${address}`)
        .send({ name: 'siti', password: 'x' });
    for (let i = 0; i < 8; i++) await attempt(i, '203.0.113.7').expect(401);
    await attempt(9, '203.0.113.7').expect(429);
    await attempt(9, '203.0.113.8').expect(401);
  });

  it('forgives slips before the right password', async () => {
    const shop = await openShop('sqlite');
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 6; i++)
        await shop.anybody.post(SESSION).send({ name: 'owner', password: 'slip' }).expect(401);
      await shop.logIn('owner', OWNER_PASSWORD);
    }
  });
});

describe.each(DATABASES)('API keys on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });

  it('are told once, listed by their first characters and stop at once when revoked', async () => {
    const made = await shop.owner
      .post('/api/v1/keys')
      .send({ name: 'job', scopes: ['read'] })
      .expect(201);
    const { key, id, prefix } = made.body;
    expect(key).toMatch(/^lrs_[\w-]{43}$/);
    const list = await shop.owner.get('/api/v1/keys').expect(200);
    expect(JSON.stringify(list.body)).not.toContain(key);
    expect(list.body.items[0]).toMatchObject({ prefix: key.slice(4, 12), scopes: ['read'], createdBy: 'user:owner' });
    const use = () => shop.anybody.get('/api/v1/shop').set('Authorization', `Bearer ${key}`);
    await use().expect(200);
    const revoked = await shop.owner.delete(`/api/v1/keys/${id}`).expect(200);
    expect(revoked.body.revokedAt).toBe('2026-03-31T09:15:00.000+07:00');
    expect((await use().expect(401)).body.code).toBe('bad-key');
    const audit = await shop.owner.get(`/api/v1/audit?subject=key:${id}`).expect(200);
    expect(audit.body.items.map((entry: { action: string }) => entry.action)).toEqual(['key.revoke', 'key.add']);
    expect(JSON.stringify(audit.body)).toContain(prefix);
    expect(JSON.stringify(audit.body)).not.toContain(key);
  });

  it('open only what their scopes name, and a feed key only its own channel', async () => {
    const feed = await shop.withKey('feed:shopee');
    await feed.get('/api/v1/channels/shopee').expect(200);
    expect((await feed.get('/api/v1/channels/lazada').expect(403)).body.code).toBe('scope-missing');
    expect((await feed.get('/api/v1/policy').expect(403)).body.values).toEqual({ scopes: ['read'] });
    const ingest = await shop.withKey('ingest');
    await ingest.get('/api/v1/policy').expect(403);
    await (await shop.withKey('ingest', 'read')).get('/api/v1/policy').expect(200);
  });

  it('never do what only people may', async () => {
    const key = await shop.withKey('read', 'ingest', 'metrics', 'feed:shopee');
    await key.get('/api/v1/users').expect(403);
    await key
      .post('/api/v1/keys')
      .send({ name: 'x', scopes: ['read'] })
      .expect(403);
    await key.put('/api/v1/channels/shopee/hold').send({ reason: 'x' }).expect(403);
  });

  it('are refused when they are not keys', async () => {
    for (const header of ['Bearer lrs_' + 'a'.repeat(43), 'Bearer nonsense', 'Basic b3duZXI6eA==', 'lrs_']) {
      const reply = await shop.anybody.get('/api/v1/shop').set('Authorization', header);
      expect([header, reply.status]).toEqual([header, 401]);
    }
  });

  it('are made only for scopes and channels that exist', async () => {
    const make = (scopes: string[]) => shop.owner.post('/api/v1/keys').send({ name: 'x', scopes });
    expect((await make(['write']).expect(422)).body.code).toBe('bad-scope');
    expect((await make(['feed:nowhere']).expect(422)).body.code).toBe('unknown-channel');
    await make([]).expect(400);
  });
});

describe.each(DATABASES)('users on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });

  it('may do what their role allows', async () => {
    const viewer = await shop.as('viewer');
    await viewer.get('/api/v1/channels').expect(200);
    expect((await viewer.get('/api/v1/users').expect(403)).body).toMatchObject({
      code: 'role-too-low',
      detail: 'This needs the role owner; a-viewer is a viewer.',
    });
    const merchandiser = await shop.as('merchandiser');
    await merchandiser.patch('/api/v1/shop').send({ name: 'x' }).expect(403);
    await shop.owner.patch('/api/v1/users/a-merchandiser').send({ role: 'owner' }).expect(200);
    await merchandiser.patch('/api/v1/shop').send({ name: 'x' }).expect(200);
    await shop.owner.patch('/api/v1/users/a-merchandiser').send({ role: 'viewer' }).expect(200);
  });

  it('are added with a generated password, once per name whatever its case', async () => {
    const added = await shop.owner.post('/api/v1/users').send({ name: 'Budi', role: 'viewer' }).expect(201);
    expect(added.body).toMatchObject({ name: 'budi', isActive: true, createdAt: '2026-03-31T09:15:00.000+07:00' });
    await shop.logIn('BUDI', added.body.password);
    const again = await shop.owner.post('/api/v1/users').send({ name: 'BUDI', role: 'viewer' }).expect(409);
    expect(again.body.code).toBe('user-exists');
    const list = await shop.owner.get('/api/v1/users').expect(200);
    expect(JSON.stringify(list.body)).not.toMatch(/argon2|passwordHash/);
  });

  it('change their own password with the old one, which ends their other sessions', async () => {
    const { body } = await shop.owner.post('/api/v1/users').send({ name: 'dewi', role: 'viewer' }).expect(201);
    const here = await shop.logIn('dewi', body.password);
    const elsewhere = await shop.logIn('dewi', body.password);
    const change = (sent: object) => here.put('/api/v1/users/dewi/password').send(sent);
    expect((await change({ password: 'teh-tawar-panas' }).expect(422)).body.code).toBe('wrong-password');
    const weak = await change({ password: 'short', currentPassword: body.password }).expect(422);
    expect(weak.body.errors[0].path).toBe('/password');
    await change({ password: 'teh-tawar-panas', currentPassword: body.password }).expect(204);
    await here.get(SESSION).expect(200);
    await elsewhere.get(SESSION).expect(401);
    await shop.logIn('dewi', 'teh-tawar-panas');
    const stranger = await shop.as('merchandiser', 'stranger');
    await stranger.put('/api/v1/users/dewi/password').send({ password: 'jeruk-nipis-hangat' }).expect(403);
    await shop.owner.put('/api/v1/users/dewi/password').send({ password: 'jeruk-nipis-hangat' }).expect(204);
    await here.get(SESSION).expect(401);
  });

  it('never lose the last owner, not even when two owners demote each other at once', async () => {
    const last = await shop.owner.patch('/api/v1/users/owner').send({ isActive: false }).expect(409);
    expect(last.body.code).toBe('last-owner');
    await shop.owner.patch('/api/v1/users/owner').send({ role: 'viewer' }).expect(409);
    const second = await shop.as('owner', 'second');
    const replies = await Promise.all([
      shop.owner.patch('/api/v1/users/second').send({ role: 'viewer' }),
      second.patch('/api/v1/users/owner').send({ role: 'viewer' }),
    ]);
    const owners = await shop.db.manager.countBy(UserTable, { role: 'owner', isActive: true });
    expect(owners).toBe(1);
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  });
});

describe.each(DATABASES)('one’s own account on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });

  it('has a language that anybody may choose', async () => {
    const viewer = await shop.as('viewer');
    expect((await viewer.get(SESSION).expect(200)).body.locale).toBe('id');
    expect((await viewer.patch(SESSION).send({ locale: 'en' }).expect(200)).body).toMatchObject({
      name: 'a-viewer',
      role: 'viewer',
      locale: 'en',
    });
    expect((await viewer.get(SESSION).expect(200)).body.locale).toBe('en');
    await viewer.patch(SESSION).send({ locale: 'fr' }).expect(400);
    await viewer.patch(SESSION).send({ role: 'owner' }).expect(400);
    await (await shop.withKey('read')).patch(SESSION).send({ locale: 'en' }).expect(403);
  });

  it('is logged out everywhere else, not here, and nobody else with it', async () => {
    const here = await shop.as('viewer', 'ani');
    await shop.owner.put('/api/v1/users/ani/password').send({ password: 'kelapa-muda-dingin' }).expect(204);
    await here.get(SESSION).expect(401);
    const [one, two] = [await shop.logIn('ani', 'kelapa-muda-dingin'), await shop.logIn('ani', 'kelapa-muda-dingin')];
    await one.delete(`${SESSION}/others`).expect(204);
    await one.get(SESSION).expect(200);
    await two.get(SESSION).expect(401);
    await shop.owner.get(SESSION).expect(200);
    await one.delete(`${SESSION}/others`).expect(204); // nothing left to end
    const audit = await shop.owner.get('/api/v1/audit?action=session.close-others').expect(200);
    expect(audit.body.items).toMatchObject([{ actor: 'user:ani', detail: { sessions: 1 } }]);
  });
});

describe.each(DATABASES)('a forgotten password on %s', (kind) => {
  it('is replaced by an owner with a generated one that is told once', async () => {
    const shop = await openShop(kind);
    const rina = await shop.as('merchandiser', 'r'); // in most random passwords
    await rina.post('/api/v1/users/r/password').expect(403);
    const { password } = (await shop.owner.post('/api/v1/users/R/password').expect(200)).body;
    await rina.get(SESSION).expect(401);
    await shop.logIn('r', password);
    const own = await shop.owner.post('/api/v1/users/owner/password').expect(409);
    expect(own.body.code).toBe('own-password');
    expect((await shop.owner.post('/api/v1/users/nobody/password').expect(404)).body.code).toBe('unknown-user');
    const audit = await shop.owner.get('/api/v1/audit').expect(200);
    expect(JSON.stringify(audit.body)).not.toContain(password);
  });
});

describe.each(DATABASES)('the audit log on %s', (kind) => {
  it('is narrowed to days of the shop’s zone', async () => {
    const shop = await openShop(kind);
    const rename = async (at: string) => {
      shop.clock.at = Date.parse(at);
      await shop.owner.patch('/api/v1/shop').send({ name: at }).expect(200);
    };
    shop.clock.at = Date.parse('2026-03-31T20:00:00+07:00');
    shop.owner = await shop.logIn('owner', OWNER_PASSWORD);
    for (const at of ['2026-03-31T23:59:59+07:00', '2026-04-01T00:00:00+07:00', '2026-04-01T08:00:00+07:00']) {
      await rename(at);
    }
    const named = async (query: string): Promise<string[]> => {
      const { body } = await shop.owner.get(`/api/v1/audit?action=shop.change&${query}`).expect(200);
      return body.items.map(({ detail }: { detail: { name: string } }) => detail.name.slice(0, 16));
    };
    expect(await named('from=2026-04-01')).toEqual(['2026-04-01T08:00', '2026-04-01T00:00']);
    expect(await named('to=2026-03-31')).toEqual(['2026-03-31T23:59']);
    expect(await named('from=2026-03-31&to=2026-03-31')).toEqual(['2026-03-31T23:59']);
    expect(await named('from=2026-04-02')).toEqual([]);
    await shop.owner.get('/api/v1/audit?from=yesterday').expect(400);
  });
});
