// How soon does the inbox answer a key, a click or a scroll where very many suggestions wait? Measured in Chromium: from the event
// to the next frame that shows its effect, beside the processor time that the page's main thread took for it (what counts where
// others use the cores too), and what the browser itself tells of slow events (Event Timing, as INP is made of).
//   npm run build && node bench/inbox-browser.mjs [suggestions=100000] [database=<folder>/bench.sqlite]
// A database that is there already is taken as it is.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../test/chromium.mjs';
import { fillInbox } from './inbox-shop.mjs';

const dist = new URL(process.env.BENCH_DIST ?? '../dist/', import.meta.url);
const { openDatabase } = await import(new URL('src/db/database.js', dist));
const count = Number(process.argv[2] ?? 100_000);
const dir = mkdtempSync(join(tmpdir(), 'larisin-bench-'));
const file = process.argv[3] ?? join(dir, 'bench.sqlite');
const password = 'kopi-susu-tanpa-gula';
const ROUNDS = 15;

if (!existsSync(file)) {
  const db = await openDatabase(`sqlite:${file}`);
  await fillInbox(db, { count, password });
  await db.close();
}
const env = { ...process.env, DATABASE_URL: `sqlite:${file}`, DAILY_RUN_AT: 'off', LOG_LEVEL: 'error' };
const server = spawn(process.execPath, [new URL('src/cli.js', dist).pathname, 'serve', '--port', '0'], { env });
const url = await new Promise((resolve) => {
  let text = '';
  server.stdout.on('data', (part) => {
    text += part;
    const port = /serves on http:\/\/\S+:(\d+)/.exec(text)?.[1];
    if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
  });
});
let devtools;
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const headers = { origin: url };
  await page.request.post(`${url}/api/v1/session`, { data: { name: 'owner', password }, headers });
  await page.addInitScript(watch);
  await page.goto(`${url}/inbox`);
  const rows = page.locator('li[data-index]');
  await rows.first().waitFor();
  await page.waitForTimeout(1_500);

  report('j, k: to another row', await keys(page, 'jk'));
  report('x: select', await keys(page, 'x'));
  await page.keyboard.press('Escape');
  report('a: approve, the row has left', await keys(page, 'a'));
  // Scrolled far: as many rows as a patient reader comes to.
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, 6_000);
    await page.waitForTimeout(120);
  }
  const read = await page.evaluate(() =>
    Number(globalThis.document.querySelector('li[data-index]:last-of-type')?.dataset.index ?? 0),
  );
  await page.waitForTimeout(1_000);
  report(`a step of scrolling, at row ${read}`, await scrolls(page));
  await rows.nth(8).click({ position: { x: 500, y: 10 } });
  report(`j, k at row ${read}`, await keys(page, 'jk'));
  report(`x at row ${read}`, await keys(page, 'x'));
  await page.keyboard.press('Escape');
  report(`a at row ${read}`, await keys(page, 'a'));
  const slow = await page.evaluate(() => globalThis.slowEvents);
  const worst = Math.max(0, ...slow.map(({ duration }) => duration));
  console.log(
    `events of more than 16 ms: ${slow.length}, the slowest ${worst} ms (${slow.find((each) => each.duration === worst)?.name})`,
  );
} finally {
  await browser.close();
  server.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
}

/** In the page: what the browser tells of events that took long. */
function watch() {
  globalThis.slowEvents = [];
  const pressed = ({ timeStamp }) =>
    globalThis.requestAnimationFrame(() => setTimeout(() => (globalThis.lastKeyMs = performance.now() - timeStamp), 0));
  globalThis.addEventListener('keydown', pressed, { capture: true });
  new globalThis.PerformanceObserver((list) => {
    for (const { name, duration, interactionId } of list.getEntries()) {
      if (interactionId > 0) globalThis.slowEvents.push({ name, duration });
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}

/** From a key to the frame that shows what it did, and the main thread's processor time for all that follows. */
async function keys(page, which) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await busy();
    await page.keyboard.press(which[round % which.length]);
    await page.waitForTimeout(150);
    times.push({ wall: await page.evaluate(() => globalThis.lastKeyMs), cpu: (await busy()) - before });
  }
  return times;
}

async function scrolls(page) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await busy();
    const wall = await page.evaluate(
      async (by) => {
        const started = performance.now();
        globalThis.scrollBy(0, by);
        await new Promise((done) => globalThis.requestAnimationFrame(() => setTimeout(done, 0)));
        return performance.now() - started;
      },
      round % 2 ? -700 : 700,
    );
    await page.waitForTimeout(150);
    times.push({ wall, cpu: (await busy()) - before });
  }
  return times;
}

/** Milliseconds of processor time that the page's main thread has taken so far. */
async function busy() {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

function report(name, times) {
  const told = ['wall', 'cpu'].map((kind) => {
    const sorted = times.map((each) => each[kind]).sort((a, b) => a - b);
    return `${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms (slowest ${sorted.at(-1).toFixed(0)})`;
  });
  console.log(`${name.padEnd(34)} to the next frame ${told[0].padEnd(22)} processor time ${told[1]}`);
}
