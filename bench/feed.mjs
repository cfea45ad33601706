// What does an unchanged snapshot cost, as sync jobs ask for it all day? Run `npm run build` first, then
//   node bench/feed.mjs [seconds]
// Ratios, in one run: the whole program (Nest, Fastify, key check, feed) against bare node:http sending the same bytes, once
// for whole answers (500 prices) and once for 304. Wanted: 0.8. Each server is a process of its own; so is the client,
// which keeps 50 connections busy and does as little as it can with what comes back.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const CONNECTIONS = 50;
const PRICES = 500;
const PATH = '/api/v1/channels/shopee/prices';

async function serveLarisin() {
  const dir = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const { readConfig } = await import('../dist/src/config.js');
  const { SYSTEM } = await import('../dist/src/db/stores/audit.js');
  const { PriceEntryTable } = await import('../dist/src/db/tables/engine.js');
  const { addKey } = await import('../dist/src/flow/keys.js');
  const { startServer } = await import('../dist/src/http/server.js');
  const { Database } = await import('../dist/src/db/database.js');
  const config = readConfig({ DATABASE_URL: `sqlite:${join(dir, 'bench.sqlite')}`, PORT: '0', LOG_LEVEL: 'silent' });
  const { app, url } = await startServer(config);
  const db = app.get(Database);
  const now = Date.now();
  const [{ id: channelId }] = await db.query(`SELECT id FROM channel WHERE code = 'shopee'`);
  const entry = (i) => ({
    ...{ suggestionId: i, productId: i, channelId, sku: `SKU-${i}`, channelCode: 'shopee', kind: 'discount' },
    ...{ state: 'active', revision: 1, price: 80_000 + i, listPrice: 100_000, discountBp: 2_000, offer: {} },
    ...{ startsAt: now - 1000, endsAt: now + 86_400_000, notBefore: now - 1000, expiresAt: now + 86_400_000 },
    ...{ revert: 'nativeEnd', revertPrice: 100_000, expectedCurrentPrice: 100_000, lowestPrice30: 100_000 },
    ...{ seriesFrom: 20_000, decidedBy: 'user:owner', decidedAt: now },
  });
  await db.manager.insert(
    PriceEntryTable,
    Array.from({ length: PRICES }, (_, i) => entry(i + 1)),
  );
  const { key } = await addKey(db, { name: 'bench', scopes: ['feed:shopee'] }, SYSTEM, now);
  process.send({ port: Number(new URL(url).port), key });
}

/** The same bytes and headers without any of the program. */
function serveBare() {
  process.once('message', ({ body, headers }) => {
    const bytes = Buffer.from(body, 'base64');
    const { etag } = headers;
    const server = createServer((request, reply) => {
      if (request.headers['if-none-match'] === etag) return reply.writeHead(304, { etag }).end();
      return reply.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
    });
    server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  });
}

/** Answers a second over `seconds`, each connection asking again as soon as it has been answered. */
function load(port, key, etag, seconds) {
  const lines = [`GET ${PATH} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Bearer ${key}`];
  if (etag) lines.push(`If-None-Match: ${etag}`);
  const request = Buffer.from([...lines, '', ''].join('\r\n'));
  let answers = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect(port, '127.0.0.1');
    let size = 0; // of an answer, read once: all of a connection's are alike
    let got = 0;
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      if (size === 0) {
        const text = data.toString('latin1');
        const status = text.slice(9, 12);
        if (status !== (etag ? '304' : '200')) throw new Error(`answered ${text.slice(0, 300)}`);
        const length = /content-length: (\d+)/i.exec(text)?.[1] ?? 0;
        size = text.indexOf('\r\n\r\n') + 4 + (etag ? 0 : Number(length));
      }
      got += data.length;
      if (got < size) return;
      got -= size;
      answers++;
      socket.write(request);
    });
    socket.on('error', () => undefined);
    socket.write(request);
    return socket;
  });
  return new Promise((resolve) => {
    setTimeout(() => {
      const from = answers;
      const started = performance.now();
      setTimeout(() => {
        const rate = ((answers - from) * 1000) / (performance.now() - started);
        for (const socket of sockets) socket.destroy();
        resolve(rate);
      }, seconds * 1000);
    }, 1000); // warm
  });
}

const message = (child) => new Promise((resolve) => child.once('message', resolve));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function main() {
  const seconds = Number(process.argv[2] ?? 3);
  const larisin = fork(import.meta.filename, ['larisin']);
  const { port, key } = await message(larisin);
  const reply = await globalThis.fetch(`http://127.0.0.1:${port}${PATH}`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  const body = Buffer.from(await reply.arrayBuffer());
  const headers = Object.fromEntries(
    [...reply.headers].filter(([name]) => !/^(date|connection|keep-alive|content-length)$/.test(name)),
  );
  const bare = fork(import.meta.filename, ['bare']);
  bare.send({ body: body.toString('base64'), headers });
  const { port: barePort } = await message(bare);
  console.log(`${PRICES} prices, ${body.length} bytes, ${CONNECTIONS} connections, ${seconds} s each, median of 3\n`);
  console.log('| answers a second | bare node:http | larisin | ratio |');
  console.log('|---|--:|--:|--:|');
  for (const [name, etag] of [
    ['whole snapshot', null],
    ['304 by ETag', headers.etag],
  ]) {
    const rates = { bare: [], larisin: [] };
    for (let round = 0; round < 3; round++) {
      rates.bare.push(await load(barePort, key, etag, seconds));
      rates.larisin.push(await load(port, key, etag, seconds));
    }
    const [b, l] = [median(rates.bare), median(rates.larisin)];
    console.log(`| ${name} | ${Math.round(b)} | ${Math.round(l)} | ${(l / b).toFixed(2)} |`);
  }
  larisin.kill();
  bare.kill();
}

const role = process.argv[2];
if (role === 'larisin') await serveLarisin();
else if (role === 'bare') serveBare();
else await main();
