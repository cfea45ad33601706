import type { ProductDetail } from '../../src/contract/products.js';
import { productText } from '../../web/text/product';
import { productsText } from '../../web/text/products';
import { wordsIn } from '../../web/text/texts';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { CROSSWISE, expect, inBoth, logIn, test } from './story.js';

const SKU = 'PT-013';

inBoth(
  'a merchandiser looks a product up by name and reads what is known of it',
  async ({ page, view }) => {
    const list = wordsIn(productsText, view.language);
    const words = wordsIn(productText, view.language);
    await logIn(page, 'merchandiser');
    await page.goto('/products');
    await page.getByRole('searchbox', { name: list.search }).fill('body dove');
    await expect(page).toHaveURL(/q=body\+dove/);
    const product = (await (await page.request.get(`/api/v1/products/${SKU}`)).json()) as ProductDetail;
    const link = page.getByRole('link', { name: product.name });
    await expect(link).toBeVisible();
    await expect(page.getByRole('link', { name: /./ }).filter({ hasText: 'HMNS' })).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);

    await link.click();
    await expect(page.getByRole('heading', { level: 1, name: product.name })).toBeVisible();
    const section = (name: string) => page.getByRole('region', { name, exact: true });
    // One layer for each receipt that is left, oldest first.
    const layers = section(words.layers).getByRole('row');
    await expect(layers).toHaveCount(product.stock.layers.length + 1);
    const demand = section(words.demand);
    await expect(demand.getByText(words.ifCut)).toBeVisible();
    await expect(demand.getByText(/10 %.*\d+ %.*\d+ %.*\d+ %/)).toBeVisible();
    const ledger = section(words.ledger.title);
    await expect(ledger.getByText(/30 (hari|days)/)).toBeVisible();
    await expect(ledger.getByRole('listitem').first()).toContainText(/Rp \d/);
    await expect(section(words.plan).getByText(/Rp \d/).first()).toBeVisible();
    await section(words.plan).getByLabel(words.weeks).fill('3');
    await expect(section(words.plan).getByText(/\b3 (minggu|weeks)\b/)).toBeVisible();
    const rules = section(words.rules);
    await rules.getByRole('button', { expanded: false }).click();
    await expect(rules.getByText(words.silent).first()).toBeVisible();
    await page.getByRole('img', { name: words.salesChart }).locator('canvas').waitFor();
    await page
      .getByText(/Lihat angkanya|See the figures/)
      .first()
      .click();
    await expect(page.getByRole('table', { name: words.salesChart })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  },
  { views: CROSSWISE },
);

test('a product that is not there is said so, with the way back', async ({ page, view }) => {
  const words = wordsIn(productText, view.language);
  await logIn(page, 'viewer');
  await page.goto('/products/NO%2FSUCH');
  await expect(page.getByRole('alert')).toContainText('NO/SUCH');
  await page.getByRole('link', { name: words.back }).click();
  await expect(page).toHaveURL(/\/products$/);
});
