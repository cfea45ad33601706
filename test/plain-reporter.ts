import type { Reporter, TestModule } from 'vitest/node';
import { keepCounts } from './counts.mjs';

/** Prints `N passed, N failed` as the last line of a run, for people and for CI. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.errors().length > 0) count.failed++;
    }
    keepCounts(count);
  }
}
