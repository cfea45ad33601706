import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Caller, type TestShop } from './shop.js';

interface Operation {
  summary?: string;
  responses: Record<string, { content?: Record<string, unknown> }>;
  'x-access'?: unknown;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { example?: unknown; examples?: unknown }> };
}

const OPEN = [
  'GET /api/v1/whatsapp/status',
  'POST /api/v1/whatsapp/status',
  'GET /*',
  'GET /health/live',
  'GET /health/ready',
  'POST /api/v1/session',
];

let shop: TestShop;
let document: Document;
beforeAll(async () => {
  shop = await openShop('sqlite');
  document = (await shop.owner.get('/api/openapi.json').expect(200)).body as Document;
});

const operations = (): [name: string, operation: Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, op]): [string, Operation] => [`${method.toUpperCase()} ${path}`, op]),
  );

describe('every route', () => {
  it('but health, log-in and the screens refuses a caller without credentials', async () => {
    const routes = shop.routes.filter((route) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(route.method));
    const known = routes.map((route) => `${route.method} ${route.url}`);
    for (const name of ['GET /api/v1/users', 'GET /docs', 'GET /api/openapi.json', 'GET /metrics', ...OPEN]) {
      expect(known).toContain(name);
    }
    const letIn: string[] = [];
    for (const { method, url } of routes) {
      const path = url.replaceAll(/:\w+/g, '1').replaceAll('*', 'x');
      const reply = await shop.anybody[method.toLowerCase() as keyof Caller](path);
      if (reply.status !== 401) letIn.push(`${method} ${url}`);
    }
    expect(letIn.sort()).toEqual(OPEN.toSorted());
  });

  it('under /api/v1 is described: a sentence, an answer, a problem, who may call it', () => {
    const described = operations().map(([name]) => name.replaceAll(/\{(\w+)\}/g, ':$1'));
    const routes = shop.routes.filter((route) => route.url.startsWith('/api/v1') && route.method !== 'HEAD');
    expect(routes.map((route) => `${route.method} ${route.url}`).filter((name) => !described.includes(name))).toEqual(
      [],
    );
    for (const [name, operation] of operations()) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/s)]);
      const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
      expect([name, success?.[0]]).toEqual([name, expect.stringMatching(/^2\d\d$/)]);
      if (success![0] !== '204') expect([name, success![1].content]).toEqual([name, expect.anything()]);
      expect(operation.responses.default!.content).toHaveProperty(['application/problem+json']);
      expect([name, operation['x-access']]).toEqual([name, expect.anything()]);
      if (operation['x-access'] === 'open') expect(OPEN).toContain(name);
    }
  });
});

describe('the OpenAPI document', () => {
  it('is version 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
      expect([reference, Object.keys(document.components.schemas)]).toEqual([
        reference,
        expect.arrayContaining([name]),
      ]);
    }
  });

  it('shows an example of every request and reply of its own kind, which fits its schema', () => {
    const pages = /Page$|List$|^Policy/;
    // OpenAPI's own words beside JSON Schema's (`example`, formats of its own) say nothing of what fits.
    const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, 'document');
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      if (pages.test(name)) continue;
      const { example } = schema;
      expect([name, example]).toEqual([name, expect.anything()]);
      const judge = ajv.getSchema(`document#/components/schemas/${name}`)!;
      expect([name, judge(example), judge.errors]).toEqual([name, true, null]);
    }
  });

  it('and its reader need credentials of any kind; people are led to the log-in', async () => {
    const key = await shop.withKey('feed:shopee');
    await key.get('/api/openapi.json').expect(200);
    expect((await key.get('/docs').expect(200)).text).toContain('swagger-ui');
    const style = await key.get('/docs/swagger-ui.css').expect(200);
    expect(style.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    await shop.anybody.get('/docs').set('Accept', 'text/html').expect(303).expect('Location', '/?next=%2Fdocs');
  });
});
