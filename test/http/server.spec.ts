import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/http/log.js';
import { startServer } from '../../src/http/server.js';
import { DATABASES, freshUrl } from '../database.js';
import { openShop, OWNER_PASSWORD, testConfig } from './shop.js';

describe.each(DATABASES)('the server on %s', (kind) => {
  it('makes its database, tells a new owner’s password once, and closes without leaving anything open', async () => {
    const DATABASE_URL = await freshUrl(kind);
    const config = testConfig({ DATABASE_URL, PORT: '0', OWNER_PASSWORD: '', DAILY_RUN_AT: 'off' });
    const first = await startServer(config);
    const logIn = (url: string) =>
      fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'owner', password: first.ownerPassword }),
      });
    expect(first.ownerPassword).toMatch(/^\w{20}$/);
    expect((await logIn(first.url)).status).toBe(200);
    await first.close();
    await expect(fetch(`${first.url}/health/live`)).rejects.toThrow();

    const second = await startServer(config);
    expect(second.ownerPassword).toBeUndefined();
    expect((await logIn(second.url)).status).toBe(200);
    await second.close();
  });
});

describe('the private metrics address', () => {
  it('asks for no key, serves nothing else, and the public one still asks', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const DATABASE_URL = await freshUrl('sqlite');
    const config = testConfig({ DATABASE_URL, PORT: '0', METRICS_BIND: `127.0.0.1:${port}`, DAILY_RUN_AT: 'off' });
    const server = await startServer(config);
    const open = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await open.text()).toContain('larisin_http_request_seconds');
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/shop`)).status).toBe(404);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
    await server.close();
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  });
});

describe('the log', () => {
  it('has a line per request with its route, and no secret, address or name of the caller’s making', async () => {
    const lines: string[] = [];
    const config = testConfig({ LOG_LEVEL: 'trace' });
    const log = createLogger(config, { write: (line) => void lines.push(line) });
    const shop = await openShop('sqlite', { LOG_LEVEL: 'trace' }, log);
    const { body } = await shop.owner
      .post('/api/v1/keys')
      .send({ name: 'job', scopes: ['read'] })
      .expect(201);
    await shop.anybody.get('/api/v1/shop').set('Authorization', `Bearer ${body.key}`).expect(200);
    await shop.anybody.post('/api/v1/session').send({ name: 'owner', password: 'wrong-and-secret' }).expect(401);
    await shop.owner.get('/api/v1/channels/told-in-confidence?token=in-query').expect(404);
    await shop.db.query('DROP TABLE fee');
    await shop.owner.get('/api/v1/channels/shopee/fees').expect(500);

    const requests = lines.map((line) => JSON.parse(line)).filter((line) => line.route !== undefined);
    expect(requests.at(-1)).toMatchObject({
      level: 50,
      actor: 'user:owner',
      method: 'GET',
      route: '/api/v1/channels/:code/fees',
      status: 500,
      ms: expect.any(Number),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(requests.map((line) => line.actor)).toContain(`key:${body.prefix}`);
    const unexpected = lines.map((line) => JSON.parse(line)).find((line) => line.msg === 'unexpected error');
    expect(unexpected.err.stack).toContain('fee');
    const all = lines.join('');
    const secrets = [OWNER_PASSWORD, 'wrong-and-secret', body.key, 'larisin_session', 'in-query', 'told-in-confidence'];
    for (const secret of secrets) expect(all).not.toContain(secret);
  });

  it('cuts out secrets that somebody logs by mistake', () => {
    const lines: string[] = [];
    const log = createLogger(testConfig({ LOG_LEVEL: 'info' }), { write: (line) => void lines.push(line) });
    log.info({ req: { headers: { authorization: 'Bearer lrs_x', cookie: 'larisin_session=x' } }, password: 'x' });
    expect(JSON.parse(lines[0]!)).toMatchObject({
      req: { headers: { authorization: '[secret]', cookie: '[secret]' } },
      password: '[secret]',
    });
  });
});
