import type { FeedEntry } from '../../src/contract/feed.js';
import { feedText } from '../../web/text/feed';
import { partsText } from '../../web/text/parts';
import { priceFilesText } from '../../web/text/price-files';
import { wordsIn } from '../../web/text/texts';
import { asMachine, asPerson } from './ask.js';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { CROSSWISE, expect, inBoth, logIn } from './story.js';

const REFUSAL = { code: 'promotion_price_too_low', message: 'Promotion price must be at least 50 % of the original' };

/**
 * Four prices approved for Shopee, and its sync job's answers: one is up, one was edited there, one was refused, and of
 * one nobody knows the outcome. A fifth product without an offer shows another price than ours.
 */
async function playShopee(url: string): Promise<{ up: FeedEntry; edited: FeedEntry; refused: FeedEntry; sku: string }> {
  const owner = await asPerson(url, 'owner');
  // As shipped Shopee wants an hour's notice; here prices begin at once.
  const anyTime = { expectedVersion: 1, items: [], note: 'This shop has no lead time' };
  await owner('PUT', '/channels/shopee/profile', anyTime);
  const path = '/suggestions?channel=shopee&kind=discount&limit=5';
  const { items } = await owner<{ items: { id: number; sku: string }[] }>('GET', path);
  const [rest] = items.slice(4);
  for (const { id } of items.slice(0, 4)) await owner('POST', `/suggestions/${id}/decision`, { action: 'approve' });
  const job = await asMachine(url, 'feed:shopee');
  const { entries } = await job<{ entries: FeedEntry[] }>('GET', '/channels/shopee/prices');
  const [up, edited, refused, unknown] = entries as [FeedEntry, FeedEntry, FeedEntry, FeedEntry];
  const answer = ({ id, revision }: FeedEntry, status: string, more = {}) => ({ id, revision, status, ...more });
  await job('POST', '/channels/shopee/acks', {
    items: [
      answer(up, 'applied'),
      answer(edited, 'applied'),
      answer(refused, 'rejected', REFUSAL),
      answer(unknown, 'unknown'),
    ],
  });
  await job('POST', '/channels/shopee/current-prices', {
    items: [
      { sku: up.sku, price: up.price },
      { sku: edited.sku, price: edited.price - 1_900 },
      { sku: rest!.sku, price: 12_345 },
    ],
  });
  return { up, edited, refused, sku: rest!.sku };
}

inBoth(
  'the owner sees what the channels show, decides what differs, and pulls the kill switch',
  async ({ page, shop, view }) => {
    const text = wordsIn(feedText, view.language);
    const parts = wordsIn(partsText, view.language);
    const files = wordsIn(priceFilesText, view.language);
    const { edited, sku } = await playShopee(shop.url);
    await logIn(page, 'owner');

    await page.goto('/feed');
    const card = page.getByRole('link', { name: /^Shopee/ });
    await expect(card).toContainText(text.states.look);
    await expect(page.getByRole('link', { name: /^Lazada/ })).toContainText(text.states.never);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await card.click();

    const drifts = page.getByRole('region', { name: text.driftTitle });
    const rowOf = (one: string) => drifts.getByRole('listitem').filter({ hasText: one });
    await expect(drifts.getByRole('listitem')).toHaveCount(2);
    await expect(rowOf(sku)).toContainText(text.cannotResend);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    await rowOf(edited.sku).getByRole('button', { name: text.resend }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(/Rp/);
    await dialog.getByRole('button', { name: parts.cancel }).click();
    await expect(dialog).toBeHidden();
    await rowOf(edited.sku).getByRole('button', { name: text.resend }).click();
    await dialog.getByRole('button', { name: text.resend }).dblclick();
    await expect(rowOf(edited.sku)).toHaveCount(0);
    await rowOf(sku).getByRole('button', { name: text.accept }).click();
    await dialog.getByRole('button', { name: text.accept }).click();
    await expect(drifts).toBeHidden();

    const states = page.getByRole('radiogroup', { name: text.filter });
    await states.getByText(new RegExp(`^${text.deliveries.refused}`)).click();
    await expect(page).toHaveURL(/delivery=refused/);
    await expect(page.getByText(text.refusals.tooLow)).toBeVisible();
    await expect(page.getByText(REFUSAL.message)).toBeVisible();
    await page.reload();
    await expect(page.getByText(text.refusals.tooLow)).toBeVisible();
    await states.getByText(new RegExp(`^${text.deliveries.unknown}`)).click();
    await expect(page.getByText(text.unknownWhy)).toBeVisible();

    await page.getByRole('button', { name: text.hold }).click();
    await expect(dialog.getByRole('button', { name: text.holdNow })).toBeDisabled();
    await dialog.getByLabel(text.holdReason).fill('harga tampak salah');
    await expectAccessible(page, '[role=dialog]');
    await dialog.getByRole('button', { name: text.holdNow }).click();
    await expect(page.getByText(text.held({ reason: 'harga tampak salah' }))).toBeVisible();
    await page.getByRole('link', { name: text.all }).click();
    await expect(card).toContainText(text.states.held);
    await card.click();
    await page.getByRole('button', { name: text.resume }).click();
    await expect(page.getByRole('button', { name: text.hold })).toBeVisible();

    const carried = page.getByRole('region', { name: files.title });
    await carried.getByRole('button', { name: files.get }).click();
    await expect(dialog.getByRole('button', { name: files.make })).toBeDisabled(); // until the workbook is there
    await expectAccessible(page, '[role=dialog]');
    await dialog.getByRole('combobox', { name: files.format }).click();
    await page.getByRole('option', { name: files.formats.generic.name }).click();
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: files.make }).dblclick();
    expect((await coming).suggestedFilename()).toMatch(/^shopee-.*\.csv$/);
    await expect(carried.getByRole('listitem')).toHaveCount(1);
    await carried.getByRole('button', { name: files.contents }).click();
    await expect(carried.getByText(files.obstacles['outcome-unknown'])).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await carried.getByRole('button', { name: files.uploaded }).click();
    await dialog.getByRole('button', { name: files.record }).dblclick();
    await expect(carried.getByText(files.states.closed)).toBeVisible();

    await logIn(page, 'viewer');
    await page.goto('/feed/shopee');
    await expect(page.getByRole('heading', { name: text.entriesTitle })).toBeVisible();
    await expect(page.getByRole('button', { name: text.hold })).toHaveCount(0);
    await expect(page.getByRole('button', { name: files.get })).toHaveCount(0);
  },
  { changesData: true, views: CROSSWISE },
);
