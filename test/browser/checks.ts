import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const GRAVE = ['serious', 'critical'];
/** The rules whose answer the color scheme can change: only these are asked a second time, in dark. */
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

/** Nothing that axe finds serious, in light and in dark. `within` narrows it to a part of the page, by selector. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await expectSettled(page);
    // Legacy mode asks in the page itself, three times as fast; what it leaves out are frames of other servers.
    const builder = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === 'dark') builder.withRules(OF_COLORS);
    if (within !== undefined) builder.include(within);
    const { violations } = await builder.analyze();
    const grave = violations
      .filter(({ impact }) => GRAVE.includes(impact ?? ''))
      .flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
      );
    expect(grave.join('\n'), `what axe finds serious, ${colorScheme}`).toBe('');
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Until the colors of the other scheme have reached every element: each level of the page takes them over a frame later. */
async function expectSettled(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    for (let quiet = 0; quiet < 3; quiet++) {
      await new Promise(requestAnimationFrame);
      const ends = document.getAnimations().map((each) => each.effect?.getComputedTiming().endTime);
      if (ends.some((end) => end !== Infinity)) return false;
    }
    return true;
  });
}

/** The page itself never scrolls sideways; a wide table may, in a box of its own. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { wanted, there } = await page.evaluate(() => ({
    wanted: document.documentElement.scrollWidth,
    there: document.documentElement.clientWidth,
  }));
  expect(wanted, 'width of what is on the page').toBeLessThanOrEqual(there);
}
