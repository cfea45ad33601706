// How many tests passed and failed. Each runner prints its own and leaves them in the file TEST_COUNTS, from which
// run-all.mjs makes the sum.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export function tell({ passed, failed, skipped }) {
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}

export function keepCounts(counts) {
  tell(counts);
  if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
}

export function readCounts(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
