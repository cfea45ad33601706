import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { demoShop } from './demo-shop.js';
import { PASSWORD, PEOPLE, type Person } from './people.js';
import { serve, type Served } from './program.js';
import { shiftClock, START } from './shift-clock.mjs';
import { watchForTrouble } from './trouble.js';

export interface View {
  width: 390 | 1440;
  language: 'id' | 'en';
}

/** A phone and a wide screen, in both languages. */
export const VIEWS: readonly View[] = [
  { width: 390, language: 'id' },
  { width: 1440, language: 'id' },
  { width: 390, language: 'en' },
  { width: 1440, language: 'en' },
];

/** Each width and each language once, for long stories. */
export const CROSSWISE: readonly View[] = [VIEWS[0]!, VIEWS[3]!];

export interface StoryOptions {
  view: View;
  /** Gives the story a shop of its own; without it, it shares one with others that only look. */
  changesData: boolean;
}

export interface Shop {
  /** Where it is served. */
  url: string;
  /** The SQLite file that is served, for commands of the program beside the browser. */
  file: string;
}

interface Fixtures extends StoryOptions {
  shop: Shop;
  /** What failed in the page besides what the story looks at; the story fails with it at its end. */
  trouble: string[];
}

interface WorkerFixtures {
  /** The shop of the stories that only look, started when the first asks for it. */
  sharedShop: () => Promise<Shop>;
}

async function openShop(): Promise<{ shop: Shop; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'larisin-story-'));
  const file = join(folder, 'shop.sqlite');
  copyFileSync(demoShop(), file);
  let served: Served;
  try {
    served = await serve(file);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const close = async (): Promise<void> => {
    await served.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { shop: { url: served.url, file }, close };
}

/**
 * Playwright's `test` with a shop to play in. The page speaks the view's language, lives on the stories' day and may not
 * write an error to its console, break the content policy, or ask any other server for anything.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  view: [{ width: 1440, language: 'id' }, { option: true }],
  changesData: [false, { option: true }],
  sharedShop: [
    async ({}, use) => {
      let opened: ReturnType<typeof openShop> | undefined;
      await use(async () => (await (opened ??= openShop())).shop);
      await (await opened)?.close();
    },
    { scope: 'worker' },
  ],
  shop: async ({ changesData, sharedShop }, use) => {
    if (!changesData) return use(await sharedShop());
    const { shop, close } = await openShop();
    await use(shop);
    await close();
  },
  baseURL: async ({ shop }, use) => use(shop.url),
  viewport: async ({ view }, use) => use({ width: view.width, height: view.width === 390 ? 844 : 900 }),
  hasTouch: async ({ view }, use) => use(view.width === 390),
  locale: async ({ view }, use) => use(view.language === 'id' ? 'id-ID' : 'en-GB'),
  trouble: async ({}, use) => use([]),
  page: async ({ page, view, shop, trouble }, use) => {
    await page.addInitScript(`(${shiftClock})(${START - Date.now()})`);
    await page.addInitScript((language) => localStorage.setItem('larisin.language', language), view.language);
    watchForTrouble(page, shop.url, trouble);
    await use(page);
    if (trouble.length > 0) throw new Error(`The page had trouble besides:\n${trouble.join('\n')}`);
  },
});

export { expect } from '@playwright/test';

type Story = Parameters<typeof test>[2];

/**
 * Plays a story on a phone and on a wide screen, in Indonesian and in English. One that changes something says so and
 * gets a shop of its own each time.
 */
export function inBoth(title: string, story: Story, { changesData = false, views = VIEWS } = {}): void {
  for (const view of views) {
    test.describe(`${view.width} px, ${view.language}`, () => {
      test.use({ view, changesData });
      test(title, story);
    });
  }
}

/** Logs in without the form; the page is then opened with `page.goto`. */
export async function logIn(page: Page, person: Person): Promise<void> {
  const reply = await page.request.post('/api/v1/session', { data: { name: PEOPLE[person].name, password: PASSWORD } });
  if (!reply.ok()) throw new Error(`${person} cannot log in: ${await reply.text()}`);
}
