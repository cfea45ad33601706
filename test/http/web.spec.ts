import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, STAND_IN_SCREENS, type TestShop } from './shop.js';

const PAGE = readFileSync(join(STAND_IN_SCREENS, 'index.html'), 'utf8');
const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8'; // as browsers ask for a page

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop('sqlite');
});

describe('the screens', () => {
  it('are one page at every address that is theirs, asked anew each time', async () => {
    for (const path of ['/', '/inbox?channel=shopee', '/products/A.1%2FB', '/apinya', '/docs-lama']) {
      const page = await shop.anybody
        .get(path)
        .set('Accept', HTML)
        .expect(200)
        .expect('Content-Type', /^text\/html/);
      expect(page.text).toBe(PAGE);
      expect(page.headers['cache-control']).toBe('no-cache');
    }
    await shop.anybody.get('/').expect(200);
    expect((await shop.anybody.get('/index.html').set('Accept', HTML)).text).toBe(PAGE);
  });

  it('keep files whose names change with what is in them, compressed where the browser can read that', async () => {
    const plain = await shop.anybody.get('/assets/main-0a1b2c3d.js').set('Accept-Encoding', 'identity').expect(200);
    expect(plain.text).toContain('Larisin');
    expect(plain.headers['content-type']).toMatch(/javascript/);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const packed = await shop.anybody.get('/assets/main-0a1b2c3d.js').set('Accept-Encoding', 'br').expect(200);
    expect(packed.headers['content-encoding']).toBe('br');
    expect(packed.headers['content-type']).toMatch(/javascript/);
    expect(packed.headers.vary).toMatch(/accept-encoding/i);
    expect((await shop.anybody.get('/favicon.svg').expect(200)).headers['cache-control']).toBe('no-cache');
  });

  it('may run scripts of this server only, and style their own elements', async () => {
    const policy = (await shop.anybody.get('/').expect(200)).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    const script = await shop.anybody.get('/assets/main-0a1b2c3d.js').expect(200);
    expect(script.headers['content-security-policy']).not.toContain('unsafe');
  });

  it('leave addresses of the API, health and figures, and files that are gone, as they are', async () => {
    const missing = [
      '/api',
      '/api/v1/nothing',
      '/health',
      '/metrics/x',
      '/assets/main-99999999.js',
      '/.hidden.json',
      '/assets/main-0a1b2c3d.js.br',
      '/assets/..%2f..%2fshop.ts',
    ];
    for (const path of missing) {
      const accept = path.startsWith('/.') ? '*/*' : HTML;
      const reply = await shop.anybody.get(path).set('Accept', accept);
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, 'unknown-route']);
    }
    await shop.anybody.get('/inbox').set('Accept', 'application/json').expect(404);
    await shop.anybody.post('/inbox').set('Accept', HTML).expect(404);
    await shop.anybody.get('/%E0%A4%A').set('Accept', HTML).expect(400);
  });
});

describe('a program without built screens', () => {
  const empty = mkdtempSync(join(tmpdir(), 'larisin-screens-'));
  afterAll(() => rmSync(empty, { recursive: true }));

  it('serves the API and says in the browser what is missing', async () => {
    const bare = await openShop('sqlite', {}, undefined, join(empty, 'none'));
    const page = await bare.anybody
      .get('/')
      .set('Accept', HTML)
      .expect(503)
      .expect('Content-Type', /^text\/html/);
    expect(page.text).toContain('npm run build');
    await bare.anybody.get('/health/live').expect(200);
    expect((await bare.anybody.get('/api/v1/nothing').expect(404)).body.code).toBe('unknown-route');
  });
});
