import type { Page } from '@playwright/test';
import { guardrailsText } from '../../web/text/guardrails';
import { partsText } from '../../web/text/parts';
import { settingsText } from '../../web/text/settings';
import { calendarText } from '../../web/text/settings-calendar';
import { feesText } from '../../web/text/settings-fees';
import { profileText } from '../../web/text/settings-profile';
import { peopleText } from '../../web/text/settings-people';
import { shellText } from '../../web/text/shell';
import { wordsIn } from '../../web/text/texts';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { PASSWORD, PEOPLE } from './people.js';
import { expect, inBoth, logIn, VIEWS, type View } from './story.js';

/** Each width once and each language once: these stories are long. */
const PAIR = [VIEWS[0]!, VIEWS[3]!];

const SECTIONS = ['guardrails', 'fees', 'calendar', 'channels', 'shop', 'users', 'keys', 'audit', 'account'] as const;

const wordsOf = ({ language }: View) => ({
  settings: wordsIn(settingsText, language),
  guardrails: wordsIn(guardrailsText, language),
  fees: wordsIn(feesText, language),
  calendar: wordsIn(calendarText, language),
  profile: wordsIn(profileText, language),
  people: wordsIn(peopleText, language),
  shell: wordsIn(shellText, language),
  parts: wordsIn(partsText, language),
});
type Words = ReturnType<typeof wordsOf>;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');

inBoth(
  'an owner lets people and programs in, and both secrets are told once',
  async ({ page, view }) => {
    const words = wordsOf(view);
    await logIn(page, 'owner');
    await page.goto('/settings/users');
    await button(page, words.people.users.add).click();
    await dialog(page).getByLabel(words.people.users.name).fill('Rina');
    await dialog(page).getByRole('radio', { name: words.shell.roles.viewer }).check();
    await expectAccessible(page);
    await dialog(page).getByRole('button', { name: words.people.users.add }).click();
    const password = (await dialog(page).locator('pre').textContent())!;
    expect(password).toMatch(/^\w{20}$/);
    await expectAccessible(page);
    await button(page, words.settings.secretKept).click();
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByText('rina', { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByText('rina', { exact: true })).toBeVisible();
    expect(await page.content()).not.toContain(password);
    const reply = await page.request.post('/api/v1/session', { data: { name: 'rina', password } });
    expect(reply.ok()).toBe(true);
    await logIn(page, 'owner');

    await page.goto('/settings/keys');
    await button(page, words.people.keys.add).first().click();
    await dialog(page).getByLabel(words.people.keys.name).fill('Sinkronisasi');
    await dialog(page).getByRole('button', { name: words.people.keys.add }).click();
    await expect(dialog(page).getByText(words.people.keys.scopesMissing)).toBeVisible();
    await dialog(page)
      .getByRole('checkbox', { name: words.people.keys.feed({ channel: 'Shopee' }) })
      .check();
    await dialog(page).getByRole('button', { name: words.people.keys.add }).click();
    const key = (await dialog(page).locator('pre').textContent())!;
    expect(key).toMatch(/^lrs_[\w-]{43}$/);
    const feed = () =>
      page.request.get('/api/v1/channels/shopee/prices', { headers: { authorization: `Bearer ${key}`, cookie: '' } });
    expect((await feed()).status()).toBe(200);
    await button(page, words.settings.secretKept).click();
    await page.reload();
    await expect(page.getByText(words.people.keys.begins({ prefix: key.slice(4, 12) }))).toBeVisible();
    expect(await page.content()).not.toContain(key);
    await button(page, words.people.keys.revokeNamed({ name: 'Sinkronisasi' })).click();
    await dialog(page).getByRole('button', { name: words.people.keys.revoke }).click();
    await expect(button(page, words.people.keys.revokeNamed({ name: 'Sinkronisasi' }))).toBeHidden();
    expect((await feed()).status()).toBe(401);
  },
  { changesData: true, views: PAIR },
);

inBoth(
  'an owner sees what a guardrail would stop, saves it, and nobody overwrites anybody',
  async ({ page, view, browser, shop }) => {
    const words = wordsOf(view).guardrails;
    await logIn(page, 'owner');
    await page.goto('/settings/guardrails');
    const floor = page.getByLabel(words.fields.marginFloorBp.label, { exact: true });
    await expect(floor).toHaveValue('0 %');
    await expect(page.getByText(words.effect.none)).toBeVisible();
    await floor.fill('60');
    // How many that is, the server is asked with the same policy.
    const { policy } = await (await page.request.get('/api/v1/policy')).json();
    const tried = { policy: { ...policy, limits: { ...policy.limits, marginFloorBp: 6000 } } };
    const asked = await (
      await page.request.post('/api/v1/policy/preview', { data: tried, headers: { origin: shop.url } })
    ).json();
    expect(asked.difference.stopped).toBeGreaterThan(0);
    const stopped = words.effect.stopped({ count: String(asked.difference.stopped) });
    await expect(page.getByText(stopped).filter({ visible: true }).first()).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('tab', { name: words.tabs.versions }).click();
    await page.getByRole('tab', { name: words.tabs.edit }).click();
    await expect(floor).toHaveValue('60 %');
    await page
      .getByRole('link', { name: wordsOf(view).settings.back })
      .or(page.getByRole('link', { name: wordsOf(view).settings.sections.fees }))
      .filter({ visible: true })
      .first()
      .click();
    await button(page, wordsOf(view).settings.stay).click();
    await expect(floor).toHaveValue('60 %');

    // Meanwhile the second owner saves another limit.
    const other = await browser.newContext({ baseURL: shop.url });
    const data = { name: PEOPLE.secondOwner.name, password: PASSWORD };
    await other.request.post('/api/v1/session', { data });
    const theirs = { ...policy, limits: { ...policy.limits, coolDownDays: 9 } };
    const put = await other.request.put('/api/v1/policy', {
      data: { expectedVersion: 1, policy: theirs, note: 'Jangan terlalu sering' },
      headers: { origin: shop.url },
    });
    expect(put.ok()).toBe(true);
    await other.close();

    await button(page, words.save).click();
    await dialog(page).getByLabel(words.note).fill('Jaga laba');
    await dialog(page).getByRole('button', { name: words.save }).click();
    await expect(dialog(page).getByRole('alert')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText(words.conflict.title({ who: 'dewi', version: '2' }))).toBeVisible();
    await button(page, words.conflict.rebase).click();
    await expect(page.getByLabel(words.fields.coolDownDays.label, { exact: true })).toHaveValue(`9${words.units.days}`);
    await expect(floor).toHaveValue('60 %');
    await button(page, words.save).click();
    await dialog(page).getByLabel(words.note).fill('Jaga laba');
    await dialog(page).getByRole('button', { name: words.save }).click();
    await expect(dialog(page)).toBeHidden();

    await page.getByRole('tab', { name: words.tabs.versions }).click();
    await expect(page.getByText('Jangan terlalu sering')).toBeVisible();
    await button(page, words.versions.showOf({ version: '3' })).click();
    const change = words.diff({ setting: words.fields.marginFloorBp.label, from: '0 %', to: '60 %' });
    await expect(page.getByText(change)).toBeVisible();
    await expectAccessible(page);
    await button(page, words.versions.showOf({ version: '2' })).click();
    await button(page, words.versions.restore).click();
    await expect(floor).toHaveValue('0 %'); // nothing is saved before it has been looked at
    await button(page, words.discard).click();
    await expect(floor).toHaveValue('60 %');

    await page.goto('/settings/audit');
    await expect(page.getByText('Jaga laba').first()).toBeVisible();
  },
  { changesData: true, views: PAIR },
);

inBoth(
  'an owner writes down a new rate and days on which prices stay',
  async ({ page, view }) => {
    const words = wordsOf(view);
    await logIn(page, 'owner');
    await page.goto('/settings/fees?channel=shopee');
    // 7.53 % of 100,000 and 1,250 an order.
    const kept = view.language === 'id' ? ['Rp 100.000', 'Rp 91.220'] : ['Rp 100,000', 'Rp 91,220'];
    await expect(page.getByText(words.fees.keep({ price: kept[0]!, net: kept[1]! }))).toBeVisible();
    const admin = words.fees.components.admin;
    await button(page, words.fees.renewOf({ component: admin }))
      .first()
      .click();
    const rate = dialog(page).getByLabel(words.fees.rate);
    await rate.fill(view.language === 'id' ? '10,5' : '10.5');
    await dialog(page).getByLabel(words.fees.from).fill('2027-01-01');
    await dialog(page).getByLabel(words.fees.source).fill('Pusat edukasi penjual');
    await expectAccessible(page);
    await dialog(page).getByRole('button', { name: words.settings.save }).click();
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByText(words.fees.comes, { exact: true })).toBeVisible();
    // 10.5 % and 1,250 leave 88,250.
    await expect(page.getByText(view.language === 'id' ? /Rp 88\.250/ : /Rp 88,250/)).toBeVisible();
    await page.reload();
    await expect(page.getByText('Pusat edukasi penjual')).toBeVisible();

    await page.goto('/settings/channels');
    await page.getByRole('link', { name: words.profile.linkOf({ channel: 'Shopee' }) }).click();
    await expect(page.getByText(words.profile.shipped).last()).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: words.settings.edit }).first().click();
    await dialog(page).getByLabel(words.profile.keys.leadMinutes, { exact: true }).first().fill('2');
    await dialog(page).getByLabel(words.profile.why).fill('Aturan baru');
    await expectAccessible(page);
    await button(page, words.settings.save).dblclick();
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByText('Aturan baru')).toBeVisible();
    await expect(page.getByText(words.profile.time.hours({ count: '2' }), { exact: true })).toBeVisible();

    await page.goto('/settings/calendar?month=2026-12');
    await button(page, words.calendar.add).click();
    await dialog(page).getByRole('radio', { name: words.calendar.kinds.lock }).check();
    await dialog(page).getByLabel(words.calendar.name, { exact: true }).fill('Tutup buku');
    await dialog(page).getByLabel(words.calendar.from).fill('2026-12-30');
    await dialog(page).getByLabel(words.calendar.to).fill('2026-12-29');
    await expect(dialog(page).getByText(words.calendar.badDays)).toBeVisible();
    await dialog(page).getByLabel(words.calendar.to).fill('2026-12-31');
    await expectAccessible(page);
    await dialog(page).getByRole('button', { name: words.settings.save }).click();
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByRole('listitem').filter({ hasText: 'Tutup buku' })).toBeVisible();
    const locked = words.calendar.dayLabel({ day: words.calendar.kinds.lock, what: 'Tutup buku' });
    await expect(page.getByRole('cell').filter({ hasText: locked })).toHaveCount(2);
    await expectNoSidewaysScroll(page);
  },
  { changesData: true, views: PAIR },
);

/** Parts that are laid out otherwise where there is room: only these are looked at twice. */
const WIDE: readonly string[] = ['guardrails', 'fees', 'calendar'];

async function visit(page: Page, words: Words, section: (typeof SECTIONS)[number], width: number): Promise<void> {
  await page.goto(`/settings/${section}`);
  await expect(page.getByRole('heading', { level: 1, name: words.settings.sections[section] })).toBeVisible();
  await expect(page.getByRole('status', { name: words.parts.loading })).toBeHidden();
  await expectNoSidewaysScroll(page);
  if (width === 390 || WIDE.includes(section)) await expectAccessible(page);
}

inBoth(
  'everybody finds the settings that are theirs, and may do there what they may',
  async ({ page, view }) => {
    const words = wordsOf(view);
    await logIn(page, 'owner');
    await page.goto('/settings');
    await expectAccessible(page);
    for (const section of SECTIONS) await visit(page, words, section, view.width);

    await logIn(page, 'viewer');
    await page.goto('/settings');
    const card = (name: string) => page.locator('main').getByRole('link', { name });
    await expect(card(words.settings.sections.guardrails)).toBeVisible();
    await expect(card(words.settings.sections.users)).toHaveCount(0);
    await expect(card(words.settings.sections.keys)).toHaveCount(0);
    await page.goto('/settings/users');
    await expect(page.getByText(words.settings.notShown)).toBeVisible();
    await expect(button(page, words.people.users.add)).toHaveCount(0);
    await page.goto('/settings/guardrails');
    await expect(page.getByLabel(words.guardrails.fields.maxDiscountBp.label, { exact: true })).toBeDisabled();
    await page.goto('/settings/calendar');
    await expect(page.getByText('Lebaran').first()).toBeVisible();
    await expect(button(page, words.calendar.add)).toHaveCount(0);

    await logIn(page, 'merchandiser');
    await page.goto('/settings/calendar');
    await expect(button(page, words.calendar.add)).toBeVisible();
    await page.goto('/settings/fees');
    await expect(page.getByText(words.fees.example)).toBeVisible();
    await expect(button(page, words.fees.add)).toHaveCount(0);
  },
  { views: PAIR },
);
