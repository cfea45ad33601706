import type { Reporter, Suite } from '@playwright/test/reporter';
import { keepCounts } from '../counts.mjs';

/** Prints `N passed, N failed` as vitest's own does, and keeps the counts for `npm test`. */
export default class PlainReporter implements Reporter {
  private all: Suite | undefined;
  private errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.all = suite;
  }

  /** Outside of any story: a set-up that fails, a file that does not compile. */
  onError(): void {
    this.errors++;
  }

  onEnd(): void {
    const count = { passed: 0, failed: this.errors, skipped: 0 };
    for (const test of this.all?.allTests() ?? []) {
      if (test.outcome() === 'skipped') count.skipped++;
      else if (test.ok()) count.passed++;
      else count.failed++;
    }
    keepCounts(count);
  }

  printsToStdio(): boolean {
    return false;
  }
}
