export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Prints the counts as the last line. */
export function tell(counts: Counts): void;

/** At the end of a runner: prints its counts and keeps them for `npm test`. */
export function keepCounts(counts: Counts): void;

/** What a runner left in this file; null: it came to no end. */
export function readCounts(file: string): Counts | null;
