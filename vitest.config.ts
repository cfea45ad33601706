import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * core: no server, no database, no build. web: the screens' own logic, words and size, after
 * a build. full: everything else; test/run-all.mjs starts what it needs.
 */
export default defineConfig({
  test: {
    // Most tests wait for a database half of the time: also two cores carry two at once.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './test/plain-reporter.ts'],
    projects: [
      {
        test: {
          name: 'core',
          include: ['test/core/**/*.spec.ts', 'test/contract/**/*.spec.ts', 'test/tree.spec.ts'],
          pool: 'threads',
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'web',
          include: ['test/web/**/*.spec.ts'],
          pool: 'threads',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'full',
          setupFiles: ['test/clean-up.ts'],
          include: ['test/{db,flow,http,jobs,cli,golden,docs,month,sync}/**/*.spec.ts'],
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
