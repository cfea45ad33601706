import { shellText } from '../../web/text/shell';
import { wordsIn } from '../../web/text/texts';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { PASSWORD } from './people.js';
import { expect, inBoth, test } from './story.js';

inBoth('a person logs in and comes to the page they wanted', async ({ page, view }) => {
  const words = wordsIn(shellText, view.language);
  await page.goto('/runs');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.getByLabel(words.name).fill('owner');
  await page.locator('input[type=password]').fill('salah');
  await page.getByRole('button', { name: words.logIn, exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: words.logIn, exact: true }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await expect(page.getByRole('navigation').first()).toBeVisible();
});

test('a person who opens the documents of the API logs in and is back there', async ({ page, view }) => {
  await page.goto('/docs');
  await page.getByLabel(wordsIn(shellText, view.language).name).fill('owner');
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/docs$/);
  await expect(page.getByRole('heading', { name: /^Larisin/ })).toBeVisible();
});
