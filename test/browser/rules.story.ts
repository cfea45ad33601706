import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { expect, inBoth, logIn } from './story.js';

const WORDS = {
  id: {
    startDraft: 'Ubah aturan',
    save: 'Simpan',
    publish: 'Terbitkan',
    percent: 'Potongan (%)',
    right: ({ right, all }: Count) => `${right} dari ${all} contoh cocok`,
    wrong: 'Tidak cocok',
    example: (number: number) => `Contoh ${number}`,
    accept: 'Ikuti aturan',
    code: 'Teks JSON',
    tryOut: 'Uji coba',
    codeOf: 'JSON dari age-61-90',
    noFact: 'Tidak ada fakta "stock.ageDaysOldes".',
    mend: 'Perbaiki',
    panel: {
      checks: /^Periksa/,
      preview: 'Pratinjau',
      backtest: 'Uji masa lalu',
      whatIf: 'Coba produk',
      changes: 'Perubahan',
    },
    runPreview: 'Hitung pratinjau',
    changedRows: 'Produk yang berubah',
    from: 'Dari',
    to: 'Sampai',
    startBacktest: 'Mulai uji',
    chart: /^Perkiraan laba per hari uji/,
    sku: 'Produk (SKU)',
    ask: 'Lihat hasil',
    matched: 'Aturan yang kena',
    why: 'Alasan',
    inForce: (version: number) => `Versi ${version} berlaku`,
    version: (version: number) => `Versi ${version}`,
    cut: '20 % -> 25 %',
    putBack: 'Kembalikan versi ini',
    seen: /Saya sudah melihatnya/,
    leave: 'Perubahan belum disimpan',
    stay: 'Tetap di sini',
    restored: /dipulihkan/,
  },
  en: {
    startDraft: 'Change the rules',
    save: 'Save',
    publish: 'Publish',
    percent: 'Cut (%)',
    right: ({ right, all }: Count) => `${right} of ${all} examples pass`,
    wrong: 'Fails',
    example: (number: number) => `Example ${number}`,
    accept: 'Follow the rule',
    code: 'As JSON',
    tryOut: 'Try out',
    codeOf: 'JSON of age-61-90',
    noFact: 'There is no fact "stock.ageDaysOldes"',
    mend: 'Mend',
    panel: {
      checks: /^Checks/,
      preview: 'Preview',
      backtest: 'Back-test',
      whatIf: 'Try a product',
      changes: 'Changes',
    },
    runPreview: 'Work out the preview',
    changedRows: 'Products that change',
    from: 'From',
    to: 'To',
    startBacktest: 'Start the back-test',
    chart: /^Expected profit per tried day/,
    sku: 'Product (SKU)',
    ask: 'See the outcome',
    matched: 'Rules that fire',
    why: 'Why',
    inForce: (version: number) => `Version ${version} is in force`,
    version: (version: number) => `Version ${version}`,
    cut: '20 % -> 25 %',
    putBack: 'Put this version back',
    seen: /I have looked at it/,
    leave: 'Your changes are not saved',
    stay: 'Stay here',
    restored: /brought back/,
  },
};

interface Count {
  right: number;
  all: number;
}

const WIDE = [
  { width: 1440, language: 'id' },
  { width: 1440, language: 'en' },
] as const;
const PHONE = [
  { width: 390, language: 'id' },
  { width: 390, language: 'en' },
] as const;

inBoth(
  'a merchandiser changes a rule, tries it out, publishes it and puts the old version back',
  async ({ page, view }) => {
    const words = WORDS[view.language];
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    // The words differ, the parts do not: axe looks at one language, which takes most of a story's time.
    const looksRight = (part: string) => (view.language === 'id' ? expectAccessible(page, part) : Promise.resolve());
    const tab = (name: string | RegExp) => page.getByRole('tab', { name });
    await logIn(page, 'merchandiser');
    await page.goto('/rules');
    await expect(page.getByText('age-61-90')).toBeVisible();
    await button(words.startDraft).click();
    await expect(page).toHaveURL(/\/rules\/drafts\/2/);

    // The cut of a rule is changed in the form: the example that expects the old one turns red, and says why.
    const rule = page.getByRole('navigation').getByRole('button', { name: 'age-61-90' });
    await rule.click();
    await expect(rule).toHaveAttribute('aria-current', 'true');
    await expect(page.getByText(words.right({ right: 5, all: 5 }))).toBeVisible();
    await page.getByLabel(words.percent, { exact: true }).fill('25');
    await expect(page.getByText(words.right({ right: 4, all: 5 }))).toBeVisible();
    const first = page.getByRole('group', { name: words.example(1) });
    await expect(first.getByText(words.wrong)).toBeVisible();
    await looksRight('[role=tabpanel]');
    await first.getByRole('button', { name: words.accept }).click();
    await expect(page.getByText(words.right({ right: 5, all: 5 }))).toBeVisible();

    // A slip in the JSON is told at the character, and the server's mend is one press away.
    await page.getByText(words.code, { exact: true }).click();
    const code = page.getByRole('textbox', { name: words.codeOf });
    await expect(code).toContainText('"percent": 25');
    await replaceInCode(
      page,
      'stock.ageDaysOldest", "operator": "greaterThanInclusive"',
      'stock.ageDaysOldes", "operator": "greaterThanInclusive"',
    );
    await expect(code.locator('.cm-lintRange-error')).toHaveText(/stock\.ageDaysOldes/);
    await tab(words.panel.checks).click();
    await expect(page.getByText(words.noFact).first()).toBeVisible();
    await looksRight('main');
    await page.getByRole('tabpanel').getByRole('button', { name: words.mend }).first().click();
    await expect(code).toContainText('"stock.ageDaysOldest", "operator": "greaterThanInclusive"');
    await expect(code.locator('.cm-lintRange-error')).toHaveCount(0);

    // What was typed survives a reload, and leaving asks first.
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await expect(page.getByText(words.restored)).toBeVisible();
    await page.getByRole('link', { name: 'Larisin' }).or(page.locator('a[href="/runs"]')).first().click();
    await expect(page.getByRole('dialog', { name: words.leave })).toBeVisible();
    await button(words.stay).click();

    // What it would change today, what it would have done, and what it says of one product.
    await tab(words.panel.preview).click();
    await button(words.runPreview).click();
    await expect(page.getByRole('list', { name: words.changedRows }).getByRole('listitem').first()).toBeVisible();
    await tab(words.panel.backtest).click();
    await page.getByLabel(words.from, { exact: true }).fill('2026-11-16');
    await page.getByLabel(words.to, { exact: true }).fill('2026-11-23');
    await button(words.startBacktest).click();
    await expect(page.getByRole('img', { name: words.chart })).toBeVisible({ timeout: 120_000 });
    await looksRight('[role=tabpanel]');
    await tab(words.panel.whatIf).click();
    await page.getByRole('combobox', { name: words.sku }).fill('a');
    await page.getByRole('option').first().click();
    await button(words.ask).click();
    await expect(page.getByText(words.matched)).toBeVisible();

    // Published with its why; the version says what it changed, and the old one can be put back.
    await button(words.publish).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(words.cut)).toBeVisible();
    await dialog.getByLabel(words.why).fill('25 %');
    await looksRight('[role=dialog]');
    await publishFrom(page, words.publish, words.seen);
    await expect(page).toHaveURL(/\/rules\/versions\/2/);
    await expect(page.getByText(words.cut)).toBeVisible();
    await page.goto('/rules/versions/1?tab=changes&against=2');
    await expect(page.getByText('25 % -> 20 %')).toBeVisible();
    await button(words.putBack).click();
    await dialog.getByLabel(words.why).fill('20 %');
    await publishFrom(page, words.putBack, words.seen);
    await expect(page).toHaveURL(/\/rules\/versions\/3/);
    await page.goto('/rules?tab=versions');
    await expect(page.getByRole('link', { name: words.version(3) })).toBeVisible();
    await page.goto('/rules');
    await expect(page.getByText(words.inForce(3))).toBeVisible();
  },
  { changesData: true, views: WIDE },
);

/** Presses the dialog's button, and once more with the tick where the change is a large one. */
async function publishFrom(page: Page, action: string, seen: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog');
  const press = dialog.getByRole('button', { name: action, exact: true });
  const tick = dialog.getByLabel(seen);
  await press.click();
  await expect.poll(async () => (await tick.isVisible()) || !(await dialog.isVisible())).toBe(true);
  if (!(await tick.isVisible())) return;
  await tick.check();
  await press.click();
}

/** Puts the cursor behind a piece of the text, by the editor's own search, and types something else in its place. */
async function replaceInCode(page: Page, what: string, by: string): Promise<void> {
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+f');
  const panel = page.locator('.cm-search');
  await panel.locator('input[name=search]').fill(what);
  await panel.locator('input[name=replace]').fill(by);
  await panel.locator('input[name=replace]').press('Enter');
  await panel.locator('input[name=replace]').press('Enter');
  await page.keyboard.press('Escape');
}

inBoth(
  'rules, versions and a draft are read and changed on a phone',
  async ({ page, view }) => {
    const words = WORDS[view.language];
    await logIn(page, 'merchandiser');
    await page.goto('/rules');
    await expect(page.getByText('age-61-90')).toBeVisible();
    await expectNoSidewaysScroll(page);
    if (view.language === 'en') await expectAccessible(page);
    await page.goto('/rules?tab=versions');
    await expect(page.getByRole('link', { name: words.version(1) })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.goto('/rules/versions/1?rule=2');
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
    await expectNoSidewaysScroll(page);
    if (view.language === 'en') await expectAccessible(page);
    await page.goto('/rules/versions/1?tab=checks');
    await expectNoSidewaysScroll(page);
    await page.goto('/rules');
    await page.getByRole('button', { name: words.startDraft }).click();
    await page.getByLabel(words.percent, { exact: true }).fill('12');
    await page.getByRole('button', { name: words.save, exact: true }).click();
    await page.getByText(words.tryOut, { exact: true }).click();
    await page.getByRole('tab', { name: words.panel.changes }).click();
    await expect(page.getByText('10 % -> 12 %')).toBeVisible();
    await expectNoSidewaysScroll(page);
    if (view.language === 'en') await expectAccessible(page);
  },
  { changesData: true, views: PHONE },
);

inBoth(
  'who may only read is offered no change',
  async ({ page, view }) => {
    const words = WORDS[view.language];
    await logIn(page, 'viewer');
    await page.goto('/rules/versions/1');
    await expect(page.getByText('age-over-90').first()).toBeVisible();
    await expect(page.getByRole('button', { name: words.startDraft })).toHaveCount(0);
    await page.goto('/rules/drafts/1');
    await expect(page).toHaveURL(/\/rules\/versions\/1/);
  },
  { views: [WIDE[0]] },
);
