import { useState } from 'react';

/** What was tried, and whether the draft still is what was tried. */
export function useTried(edit: number): { isStale: boolean; tried(): void } {
  const [at, setAt] = useState<number | null>(null);
  return { isStale: at !== null && at !== edit, tried: () => setAt(edit) };
}
