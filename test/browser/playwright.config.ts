import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../chromium.mjs';
import type { StoryOptions } from './story.js';

/** The stories of the screens, in a real browser, each on a demo shop. `npm run stories -- inbox` plays some of them. */
export default defineConfig<StoryOptions>({
  testDir: '.',
  testMatch: '**/*.story.ts',
  outputDir: '../../dist/stories/results',
  globalSetup: './demo-shop.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./plain-reporter.ts']],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: ensureChromium(), args: CHROMIUM_ARGS },
    contextOptions: { reducedMotion: 'reduce' },
    timezoneId: 'Asia/Jakarta',
    screenshot: 'only-on-failure',
  },
});
