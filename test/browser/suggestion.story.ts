import type { Page } from '@playwright/test';
import type { SuggestionView } from '../../src/contract/suggestions.js';
import { suggestionText } from '../../web/text/suggestion';
import { wordsIn } from '../../web/text/texts';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { expect, inBoth, logIn, test } from './story.js';

/** The discount with the most money at stake. */
async function firstDiscount(page: Page): Promise<SuggestionView> {
  const reply = await page.request.get('/api/v1/suggestions?kind=discount&limit=1');
  return ((await reply.json()) as { items: SuggestionView[] }).items[0]!;
}

inBoth(
  'an owner opens a suggestion, reads why, approves it there and takes it back',
  async ({ page, view }) => {
    const words = wordsIn(suggestionText, view.language);
    await logIn(page, 'owner');
    const found = await firstDiscount(page);
    await page.goto(`/suggestions/${found.id}`);
    const section = (name: string) => page.getByRole('region', { name, exact: true });
    await expect(page.getByText(found.sentence[view.language])).toBeVisible();
    const futures = section(words.twoFutures).getByRole('table');
    await expect(futures.getByRole('columnheader', { name: words.ifApproved })).toBeVisible();
    await expect(futures.getByRole('row')).toHaveCount(5);
    // The rule's own title, and a tick at what it read.
    await expect(section(words.why).getByRole('listitem').first()).toBeVisible();
    await expect(section(words.channels).getByRole('row').nth(1)).toBeVisible();
    await expect(section(words.alternatives).getByText(words.chosen)).toBeVisible();
    await section(words.facts).getByRole('button').click();
    await expect(section(words.facts).getByText(/Umur lapisan stok tertua|Age of the oldest layer/)).toBeVisible();
    await page.getByRole('img', { name: /./ }).locator('canvas').waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    await section(words.states.pending).getByRole('button', { name: words.approve, exact: true }).click();
    await expect(section(words.states.approved)).toBeVisible();
    // Shopee takes a price an hour ahead; elsewhere it runs at once.
    const phase = found.channel === 'shopee' ? words.phases.scheduled : words.phases.live;
    await expect(section(words.entry).getByText(phase)).toBeVisible();
    await expect(section(words.timeline).getByText(words.actions.approve)).toBeVisible();
    await expect(page.getByText(words.noForecast.decided)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    await section(words.states.approved).getByRole('button', { name: words.withdraw }).click();
    await expect(section(words.states.pending)).toBeVisible();
    await expect(section(words.timeline).getByText(words.actions.withdraw)).toBeVisible();
  },
  {
    changesData: true,
    views: [
      { width: 390, language: 'id' },
      { width: 1440, language: 'en' },
    ],
  },
);

test('a viewer reads a suggestion and is offered no decision', async ({ page, view }) => {
  const words = wordsIn(suggestionText, view.language);
  await logIn(page, 'viewer');
  const found = await firstDiscount(page);
  await page.goto(`/suggestions/${found.id}`);
  await expect(page.getByText(words.readOnly)).toBeVisible();
  for (const name of [words.approve, words.adjust, words.reject]) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
});

test('a suggestion that is not there is said so, with the way back', async ({ page, view }) => {
  const words = wordsIn(suggestionText, view.language);
  await logIn(page, 'owner');
  await page.goto('/suggestions/999999');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: words.back })).toBeVisible();
});
