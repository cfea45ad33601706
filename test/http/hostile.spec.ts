import { request as rawRequest, type Server } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from './shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop('sqlite');
});

/** Sends a text as it is. */
const sendText = (text: string, type = 'application/json') =>
  shop.owner.patch('/api/v1/shop').set('Content-Type', type).send(text);

describe('a hostile request', () => {
  it('with broken JSON is told so as a problem', async () => {
    const reply = await sendText('{"name":').expect(400);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.body).toMatchObject({ type: 'urn:larisin:problem:bad-request', status: 400, code: 'bad-request' });
    expect(reply.body.instance).toBe(`urn:uuid:${reply.headers['x-request-id']}`);
    await sendText('').expect(400);
    await sendText('null').expect(400);
    await sendText('[]').expect(400);
  });

  it.each([
    ...['suggestions', 'suggestions/totals', 'products', 'stale', 'runs', 'imports', 'outcomes', 'audit'],
    ...['rules/backtests', 'rules/versions', 'rules/versions/1/diff', 'channels/shopee/prices'],
    'channels/shopee/price-changes',
  ])('with a misspelt word in the address of %s is refused, not answered with everything', async (route) => {
    const reply = await shop.owner.get(`/api/v1/${route}?chanel=shopee`).expect(400);
    const message = 'is not known here: take it out, or mend its name';
    expect(reply.body).toMatchObject({ code: 'bad-request', errors: [{ path: '/chanel', message }] });
  });

  it('cannot reach a prototype', async () => {
    for (const [text, path] of [
      ['{"__proto__":{"isDemo":true},"name":"x"}', '/__proto__'],
      ['{"constructor":{"prototype":{"isDemo":true}},"name":"x"}', '/constructor'],
      ['{"name":"x","\\u005f_proto__":{"isDemo":true}}', '/__proto__'],
      ['{"name":"x","in/side":[{"__proto__":1}]}', '/in~1side/0/__proto__'],
      [`{"name":${'['.repeat(50_000)}{"__proto__":1}${']'.repeat(50_000)}}`, `/name${'/0'.repeat(50_000)}/__proto__`],
    ] as const) {
      const { body } = await sendText(text).expect(400);
      const key = path.split('/').at(-1);
      const message = `The key "${key}" is not allowed anywhere in a body: rename it.`;
      expect(body).toMatchObject({ code: 'bad-request', errors: [{ path, code: 'forbidden-key', message }] });
      expect(body.detail).not.toContain('not valid JSON');
    }
    // A plain value of that name reaches nothing: the address says what it thinks of it.
    const harmless = await sendText('{"constructor":1}').expect(400);
    expect(harmless.body.errors.map(({ code }: { code: string }) => code)).not.toContain('forbidden-key');
    expect(({} as { isDemo?: boolean }).isDemo).toBeUndefined();
    expect((await shop.owner.get('/api/v1/shop')).body.name).toBe('My shop');
  });

  it('with a huge body is refused by its length, sooner where only a log-in is expected', async () => {
    const huge = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    expect((await sendText(huge).expect(413)).body.code).toBe('body-too-large');
    const logIn = shop.anybody.post('/api/v1/session').send({ name: 'x'.repeat(11_000), password: 'x' });
    expect((await logIn.expect(413)).body.code).toBe('body-too-large');
  });

  it('without credentials is refused before its body is read', async () => {
    const server = shop.app.getHttpServer() as Server;
    const { port } = server.address() as { port: number };
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': '900000' };
      const sent = rawRequest({ port, host: '127.0.0.1', method: 'POST', path: '/api/v1/users', headers }, (reply) => {
        resolve(reply.statusCode);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write('{'); // and never the rest
    });
    expect(status).toBe(401);
  });

  it('of another type than JSON is refused', async () => {
    expect((await sendText('<name>x</name>', 'application/xml').expect(415)).body.code).toBe('unsupported-media-type');
    await sendText('{"name":"x"}', 'text/plain').expect(415);
  });

  it('with names, types and lengths that nobody asked for is told where', async () => {
    const reply = await shop.owner.post('/api/v1/users').send({ name: 'a b', role: 'king', extra: 1 }).expect(400);
    expect(reply.body.errors.map((error: { path: string; code: string }) => [error.path, error.code])).toEqual([
      ['/name', 'invalid-format'],
      ['/role', 'invalid-value'],
      ['/extra', 'unrecognized-keys'],
    ]);
    const nested = await shop.owner
      .post('/api/v1/keys')
      .send({ name: 'x', scopes: ['read', 7] })
      .expect(400);
    expect(nested.body.errors[0].path).toBe('/scopes/1');
    const many = { items: Array.from({ length: 300 }, () => ({})) };
    const long = await shop.owner.put('/api/v1/channels/shopee/fees').send(many).expect(400);
    expect(long.body.errors).toHaveLength(50);
  });

  it('to an address that is not there, is malformed or is no number gets a problem, not a page', async () => {
    for (const [path, status] of [
      ['/api/v1/nothing', 404],
      ['/%zz', 400],
      ['/api/v1/policy/versions/abc', 400],
      ['/api/v1/policy/versions/-1', 400],
      ['/api/v1/policy/versions/99999999999999999999', 400],
      ['/docs/../../package.json', 403],
      ['/api/v1/users/..%2f..%2fetc', 404],
    ] as const) {
      const reply = await shop.owner.get(path);
      expect([path, reply.status, reply.type]).toEqual([path, status, 'application/problem+json']);
    }
    await shop.owner.put('/api/v1/session').send({}).expect(404);
  });

  it('that meets a bug of ours gets an id and not a word more', async () => {
    const broken = await openShop('sqlite');
    await broken.db.query('DROP TABLE fee');
    const reply = await broken.owner.get('/api/v1/channels/shopee/fees').expect(500);
    expect(reply.body).toEqual({
      type: 'urn:larisin:problem:unexpected',
      title: 'Internal Server Error',
      status: 500,
      code: 'unexpected',
      detail: 'Something went wrong on our side. Tell the operator the id in `instance`.',
      instance: `urn:uuid:${reply.headers['x-request-id']}`,
    });
  });

  it('cannot plant text in the log through its own id', async () => {
    const own = '0f8fad5b-d9cb-469f-a165-70867728950e';
    expect((await shop.anybody.get('/health/live').set('X-Request-Id', own)).headers['x-request-id']).toBe(own);
    const odd = await shop.anybody.get('/health/live').set('X-Request-Id', 'a"}{"level":60');
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('every answer', () => {
  it('forbids framing, sniffing, inline scripts and caching of data, and does not force https', async () => {
    const { headers } = await shop.owner.get('/api/v1/shop').expect(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
  });
});
