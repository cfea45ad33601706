import { partsText } from '../../web/text/parts';
import { settingsText } from '../../web/text/settings';
import { digestText } from '../../web/text/settings-digest';
import { webhooksText } from '../../web/text/settings-webhooks';
import { wordsIn } from '../../web/text/texts';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { CROSSWISE, expect, inBoth, logIn } from './story.js';

/** A name that never stands for a host (RFC 2606): whoever tests it is told that nobody is there. */
const NOWHERE = 'https://hooks.invalid/larisin';

inBoth(
  'the owner has another program told, sees that it does not answer, and sets up a daily digest of their own',
  async ({ page, view }) => {
    const text = wordsIn(webhooksText, view.language);
    const digest = wordsIn(digestText, view.language);
    const parts = wordsIn(partsText, view.language);
    const settings = wordsIn(settingsText, view.language);
    await logIn(page, 'owner');

    await page.goto('/settings/webhooks');
    await expect(page.getByText(text.none)).toBeVisible();
    await page.getByRole('button', { name: text.add }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(text.url).fill(NOWHERE);
    await dialog.getByLabel(text.type['import.finished']).uncheck();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: text.add }).dblclick();
    await expect(dialog.getByText(/^whsec_/)).toBeVisible();
    await dialog.getByRole('button', { name: settings.secretKept }).click();

    const card = page.getByRole('list', { name: text.list }).getByRole('listitem').filter({ hasText: NOWHERE });
    await expect(card).toHaveCount(1);
    await expect(card).toContainText(text.neverYet);
    await expect(card).not.toContainText(text.type['import.finished']);
    await card.getByRole('button', { name: text.test }).click();
    await expect(card.getByRole('status')).toContainText(text.testBad({ why: '' }));
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await card.getByRole('button', { name: text.log }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    await expect(dialog).toContainText(text.type['webhook.test']);
    await dialog.getByRole('button', { name: parts.close }).click();

    const menu = card.getByRole('button', { name: text.actions({ url: NOWHERE }) });
    await menu.click();
    await page.getByRole('menuitem', { name: text.disable }).click();
    await expect(card).toContainText(text.why['switched-off']);
    await menu.click();
    await page.getByRole('menuitem', { name: text.rotate }).click();
    await dialog.getByRole('button', { name: text.rotate }).click();
    await dialog.getByRole('button', { name: settings.secretKept }).click();
    await expect(card).toContainText(/\d{4}/); // until when the old secret holds
    await menu.click();
    await page.getByRole('menuitem', { name: text.remove }).click();
    await dialog.getByRole('button', { name: text.remove }).click();
    await expect(page.getByText(text.none)).toBeVisible();

    await page.goto('/settings/digest');
    await page.getByLabel(digest.mailOn).check();
    await page.getByRole('button', { name: settings.save }).click();
    await expect(page.getByText(digest.addressMissing)).toBeVisible();
    await page.getByLabel(digest.mailLabel).fill('siti@toko.example');
    await page.getByLabel(digest.phoneLabel).fill('0812-3456-7890');
    await page.getByLabel(digest.weekdays.sun).check();
    await page.getByLabel(digest.quietDates, { exact: true }).fill('2026-12-25');
    await page.getByRole('button', { name: digest.addDate }).click();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: settings.save }).dblclick();
    await expect(page.getByText(settings.saved)).toBeVisible();
    await page.reload();
    await expect(page.getByLabel(digest.mailOn)).toBeChecked();
    await expect(page.getByLabel(digest.phoneLabel)).toHaveValue('+6281234567890');
    await expect(page.getByLabel(digest.weekdays.sun)).toBeChecked();
    await page
      .getByRole('button', { name: digest.removeDate({ day: view.language === 'id' ? '25 Des 2026' : '25 Dec 2026' }) })
      .click();
    await expect(page.getByText(settings.unsaved)).toBeVisible();
  },
  { changesData: true, views: CROSSWISE },
);
