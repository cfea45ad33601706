import { defineConfig } from '@playwright/test';
import stories from './playwright.config.js';

/** The pictures of docs/screens/: `npm run screenshots` makes them anew, `-- -g stale` those with that word in their names. */
export default defineConfig(stories, { testMatch: '**/*.shots.ts', reporter: [['list']] });
