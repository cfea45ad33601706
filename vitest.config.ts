import { defineConfig } from 'vitest/config';

/** core: no server, no database, no build. full: everything else; test/run-all.mjs starts what it needs. */
export default defineConfig({
  test: {
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
          name: 'full',
          include: ['test/{db,flow,http,jobs,cli,golden,docs}/**/*.spec.ts'],
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
