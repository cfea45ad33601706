import { useState } from 'react';
import type { Me } from '../../src/contract/access';

/** Who was logged in last: kept when a session ends, so that the page and what was typed into it stay meanwhile. */
export function useLastSession(now: Me | null | undefined): Me | null {
  const [last, setLast] = useState<Me | null>(now ?? null);
  if (now != null && now !== last) setLast(now);
  return now ?? last;
}
