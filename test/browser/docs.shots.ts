import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { partsText } from '../../web/text/parts';
import { shellText } from '../../web/text/shell';
import { wordsIn } from '../../web/text/texts';
import { asPerson, type Ask } from './ask.js';
import { expect, logIn, test, type View } from './story.js';

const FOLDER = join(import.meta.dirname, '../../docs/screens');
/** Pictures are kept with the source: large ones would weigh on every copy of it. */
const BYTES_MAX = 300_000;

interface Shot {
  view: View;
  /** The address of the page, found with what the shop holds. */
  path(ask: Ask): Promise<string> | string;
  /** What to do before the picture is taken. */
  prepare?(page: Page): Promise<void>;
}

const PHONE: View = { width: 390, language: 'id' };
const WIDE: View = { width: 1440, language: 'en' };

const SHOTS: Record<string, Shot> = {
  'inbox-phone': { view: PHONE, path: () => '/inbox' },
  'inbox-wide': { view: WIDE, path: () => '/inbox' },
  suggestion: {
    view: WIDE,
    async path(ask) {
      const { items } = await ask<{ items: { id: number }[] }>('GET', '/suggestions?kind=discount&limit=1');
      return `/suggestions/${items[0]!.id}`;
    },
  },
  'stale-stock': { view: WIDE, path: () => '/stale' },
  'rule-editor': {
    view: WIDE,
    async path(ask) {
      const { version: basedOn } = await ask<{ version: number }>('GET', '/rules');
      const { version } = await ask<{ version: number }>('POST', '/rules/drafts', { basedOn });
      return `/rules/drafts/${version}`;
    },
  },
};

for (const [name, shot] of Object.entries(SHOTS)) {
  test.describe(name, () => {
    test.use({ view: shot.view, changesData: true, deviceScaleFactor: shot.view.width === 390 ? 2 : 1 });

    test(`picture of ${name}`, async ({ page, shop }) => {
      const path = await shot.path(await asPerson(shop.url, 'owner'));
      await logIn(page, 'owner');
      await page.goto(path, { waitUntil: 'networkidle' });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const { notFoundTitle } = wordsIn(shellText, shot.view.language);
      await expect(page.getByRole('heading', { name: notFoundTitle }), `the page of ${path}`).toHaveCount(0);
      const { loading } = wordsIn(partsText, shot.view.language);
      await expect(page.getByRole('status', { name: loading })).toHaveCount(0);
      await shot.prepare?.(page);
      mkdirSync(FOLDER, { recursive: true });
      const file = join(FOLDER, `${name}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      expect(statSync(file).size, 'bytes').toBeLessThan(BYTES_MAX);
    });
  });
}
