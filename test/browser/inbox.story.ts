import type { Browser, Locator, Page } from '@playwright/test';
import type { QuoteView } from '../../src/contract/quotes.js';
import type { SuggestionView } from '../../src/contract/suggestions.js';
import { inboxText } from '../../web/text/inbox';
import { wordsIn } from '../../web/text/texts';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { PEOPLE, type Person } from './people.js';
import { CROSSWISE, expect, inBoth, logIn, type Shop, type View, VIEWS } from './story.js';
import { shiftClock, START } from './shift-clock.mjs';

const wide = VIEWS.filter(({ width }) => width === 1440);
const rowsOf = (page: Page): Locator => page.getByRole('list', { name: /waits|menunggu|wait/i }).getByRole('listitem');
const nameOf = async (row: Locator): Promise<string> => (await row.getByRole('link').first().textContent()) ?? '';
const statusOf = (page: Page): Locator => page.getByRole('status');

/** Another person in a browser of their own, at the inbox. */
async function openAs(browser: Browser, shop: Shop, view: View, person: Person): Promise<Page> {
  const context = await browser.newContext({
    baseURL: shop.url,
    viewport: { width: view.width, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.addInitScript(`(${shiftClock})(${START - Date.now()})`);
  await page.addInitScript((language) => localStorage.setItem('larisin.language', language), view.language);
  await logIn(page, person);
  await page.goto('/inbox');
  return page;
}

async function countOf(page: Page, state: string): Promise<number> {
  const reply = await page.request.get(`/api/v1/suggestions/totals?state=${state}`);
  return ((await reply.json()) as { count: number }).count;
}

/** Pulls a row aside with a finger. */
async function swipe(row: Locator, px: number): Promise<void> {
  await row.locator('[class*=cardFace]').evaluate((face, distance) => {
    const { left, top, width } = face.getBoundingClientRect();
    const from = { x: left + width / 2, y: top + 60 };
    const fire = (type: string, x: number): void => {
      const touch = new Touch({ identifier: 1, target: face, clientX: x, clientY: from.y });
      const touches = type === 'touchend' ? [] : [touch];
      face.dispatchEvent(new TouchEvent(type, { touches, changedTouches: [touch], bubbles: true, cancelable: true }));
    };
    fire('touchstart', from.x);
    for (let step = 1; step <= 6; step++) fire('touchmove', from.x + (distance * step) / 6);
    setTimeout(() => fire('touchend', from.x + distance), 50);
  }, px);
}

inBoth(
  'an owner approves, takes back, adjusts and rejects',
  async ({ page, view }) => {
    const words = wordsIn(inboxText, view.language);
    await logIn(page, 'owner');
    await page.goto('/inbox');
    const rows = rowsOf(page);
    await expect(rows.first()).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    const before = await countOf(page, 'pending');

    // Approve: the row leaves at once. Take it back: it stands where it stood.
    const first = await nameOf(rows.first());
    if (view.width === 390) await swipe(rows.first(), 200);
    else
      await rows
        .first()
        .getByRole('button', { name: words.approveThis({ name: first }) })
        .click();
    await expect(statusOf(page)).toContainText(first);
    await expect.poll(() => countOf(page, 'pending')).toBe(before - 1);
    await page.getByRole('button', { name: words.undo, exact: true }).click();
    await expect(statusOf(page)).toContainText(words.undoneNever);
    await expect(rows.first().getByRole('link').first()).toHaveText(first);
    expect(await countOf(page, 'pending')).toBe(before);

    // Adjust: limits are told while typing; what may not be cannot be sent.
    await rows
      .first()
      .getByRole('button', { name: words.adjustThis({ name: first }) })
      .click();
    const panel = page.getByRole('dialog');
    const price = panel.getByLabel(words.newPrice).first();
    await price.fill('1');
    await expect(panel.getByText(words.effects.blocks).first()).toBeVisible();
    const send = panel.locator('button[type=submit]');
    await expect(send).toBeDisabled();
    const proposed = await proposedPrice(page);
    await price.fill(String(proposed + 111));
    await expect(panel.getByText(words.effects.warns).first()).toBeVisible();
    await expect(send).toBeEnabled();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, '[role=dialog]');
    await send.click();
    await expect(panel).toBeHidden();
    await expect(statusOf(page)).toContainText(first);

    // Reject, with one touch for the reason.
    const second = await nameOf(rows.first());
    if (view.width === 390) await swipe(rows.first(), -200);
    else
      await rows
        .first()
        .getByRole('button', { name: words.rejectThis({ name: second }) })
        .click();
    await expectAccessible(page, '[role=dialog]');
    await page.getByRole('button', { name: words.reasons.promised }).click();
    await expect(statusOf(page)).toContainText(second);

    // Later the list of decisions has the way back.
    await page.getByRole('tab', { name: words.decided }).click();
    const decided = page.getByRole('list', { name: words.decidedList }).getByRole('listitem');
    await expect(decided).toHaveCount(2);
    await expect(decided.first()).toContainText(words.reasons.promised);
    await expectAccessible(page);
    await decided.first().getByRole('button').click();
    await expect(decided).toHaveCount(1);
    expect(await countOf(page, 'pending')).toBe(before - 1);

    // An address opens the same again.
    await page.goto('/inbox?channel=shopee&kind=discount&search=zzz');
    await expect(page.getByText(words.emptyFilter)).toBeVisible();
    await page
      .getByRole('button', { name: /saringan|clear/i })
      .first()
      .click();
    await expect(rows.first()).toBeVisible();
  },
  { changesData: true, views: CROSSWISE },
);

async function proposedPrice(page: Page): Promise<number> {
  const reply = await page.request.get('/api/v1/suggestions?sort=atStake&limit=1');
  return ((await reply.json()) as { items: SuggestionView[] }).items[0]!.price!;
}

inBoth(
  'a merchandiser decides with the keyboard alone',
  async ({ page, view }) => {
    const words = wordsIn(inboxText, view.language);
    await logIn(page, 'merchandiser');
    await page.goto('/inbox');
    const rows = rowsOf(page);
    await expect(rows.first()).toBeVisible();
    const before = await countOf(page, 'pending');
    const keys = page.keyboard;
    await keys.press('?');
    await expect(page.getByRole('dialog')).toContainText(words.keys.undo);
    await keys.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    for (const key of ['j', 'j', 'k', 'a']) await keys.press(key);
    await expect.poll(() => countOf(page, 'pending')).toBe(before - 1);
    await keys.press('u');
    await expect.poll(() => countOf(page, 'pending')).toBe(before);
    await expect(statusOf(page)).toContainText(words.undone({ count: '1' }));

    // Undone before the server has answered.
    await page.route('**/suggestions/decisions', async (route) => {
      const answer = await route.fetch();
      await keys.press('u');
      await route.fulfill({ response: answer });
    });
    await keys.press('a');
    await expect(statusOf(page)).toContainText(words.undone({ count: '1' }));
    expect(await countOf(page, 'pending')).toBe(before);
    await page.unroute('**/suggestions/decisions');
    for (const key of ['j', 'x', 'j', 'x']) await keys.press(key);
    await expect(page.getByRole('region', { name: words.selection })).toContainText(words.selected({ count: '2' }));
    await keys.press('r');
    await page.getByRole('dialog').getByRole('textbox').fill('habis dipesan');
    await keys.press('Enter');
    await expect.poll(() => countOf(page, 'pending')).toBe(before - 2);
    await expect(page.getByRole('dialog')).toBeHidden();
    await keys.press('/');
    await keys.type('zzz');
    await expect(page.getByText(words.emptyFilter)).toBeVisible();
  },
  { changesData: true, views: wide.slice(0, 1) },
);

inBoth(
  'people decide together: a viewer looks on, two conflict, two approve one price, one takes all that match',
  async ({ page, view, shop, browser }) => {
    const words = wordsIn(inboxText, view.language);
    const viewer = await openAs(browser, shop, view, 'viewer');
    await expect(rowsOf(viewer).first()).toBeVisible();
    await expect(viewer.getByRole('checkbox')).toHaveCount(0);
    await expect(rowsOf(viewer).getByRole('button')).toHaveCount(0);

    // Siti decides on what the owner still has on the screen.
    await logIn(page, 'owner');
    await page.goto('/inbox');
    const rows = rowsOf(page);
    const name = await nameOf(rows.first());
    const siti = await openAs(browser, shop, view, 'merchandiser');
    await rowsOf(siti)
      .first()
      .getByRole('button', { name: words.rejectThis({ name }) })
      .click();
    await siti.getByRole('button', { name: words.reasons.later }).click();
    await expect(statusOf(siti)).toContainText(name);
    await rows
      .first()
      .getByRole('button', { name: words.approveThis({ name }) })
      .click();
    await expect(rows.first().getByRole('alert')).toContainText(PEOPLE.merchandiser.name);
    await expect(rows.first().getByRole('alert')).toContainText(words.reasons.later);
    await expectAccessible(page);
    await rows.first().getByRole('button', { name: words.lookAgain }).click();
    await expect(rows.first().getByRole('alert')).toHaveCount(0);

    // A deep cut: Siti gives the first approval and is not offered the second; the owner gives it.
    const deep = await deepCut(siti);
    await siti.goto(`/inbox?search=${encodeURIComponent(deep.row.sku)}&channel=${deep.row.channel}`);
    await rowsOf(siti)
      .first()
      .getByRole('button', { name: words.adjustThis({ name: deep.row.name }) })
      .click();
    const panel = siti.getByRole('dialog');
    await panel.getByLabel(words.newPrice).first().fill(String(deep.price));
    await expect(panel.getByText(words.effects['needs-second-approval'])).toBeVisible();
    await panel.locator('button[type=submit]').click();
    await expect.poll(() => countOf(page, 'half-approved')).toBe(1);
    await siti.goto('/inbox?view=second');
    await expect(rowsOf(siti)).toContainText(words.firstByYou);
    await expect(siti.getByRole('button', { name: words.approveThis({ name: deep.row.name }) })).toHaveCount(0);
    await page.goto('/inbox?view=second');
    await expect(rows).toContainText(PEOPLE.merchandiser.name);
    await rows
      .first()
      .getByRole('button', { name: words.approveThis({ name: deep.row.name }) })
      .click();
    await expect(page.getByText(words.emptySecond)).toBeVisible();

    // All that match, also what was not read yet.
    await page.goto('/inbox');
    const before = await countOf(page, 'pending');
    await rows.first().getByRole('checkbox').click();
    const bar = page.getByRole('region', { name: words.selection });
    await bar.getByRole('button', { name: words.selectAll({ count: String(before) }) }).click();
    await bar.getByRole('button', { name: words.rejectAll({ count: String(before) }) }).click();
    await page.getByRole('button', { name: words.reasons.soon }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(`^${words.reject} ${before}$`) })
      .click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText(String(before));
    await expect.poll(() => countOf(page, 'pending')).toBe(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByText(words.emptyTitle)).toBeVisible();
  },
  { changesData: true, views: [VIEWS[1]!, VIEWS[2]!] },
);

/** A discount that may be cut so far that two people must approve it. */
async function deepCut(page: Page): Promise<{ row: SuggestionView; price: number }> {
  const reply = await page.request.get('/api/v1/suggestions?kind=discount&limit=50');
  for (const row of ((await reply.json()) as { items: SuggestionView[] }).items) {
    const price = Math.round((row.listPrice! * 0.66) / 1000) * 1000 - 100;
    const headers = { origin: new URL(page.url()).origin };
    const quote = await page.request.post(`/api/v1/suggestions/${row.id}/quote`, { data: { price }, headers });
    const { needsSecondApproval, problem } = (await quote.json()) as QuoteView;
    if (needsSecondApproval && problem === null) return { row, price };
  }
  throw new Error('no price of the demo shop may be cut by a third');
}
