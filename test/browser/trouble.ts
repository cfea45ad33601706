import type { ConsoleMessage, Page } from '@playwright/test';

/** Adds to `trouble` whatever goes wrong in the page without anybody looking. */
export function watchForTrouble(page: Page, home: string, trouble: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message))
      trouble.push(`console: ${message.text()} ${placeOf(message)}`);
  });
  page.on('pageerror', (error) => trouble.push(`error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:|^wss?:/.test(url) && new URL(url).host !== new URL(home).host)
      trouble.push(`foreign request: ${url}`);
  });
}

/** What the API refuses with a reason is told by the page, or is what the story is about. */
function isRefusal(message: ConsoleMessage): boolean {
  return /status of 4\d\d/.test(message.text()) && new URL(message.location().url).pathname.startsWith('/api/');
}

const placeOf = (message: ConsoleMessage): string => `(${message.location().url})`;
