import type { PriceFileView } from '../../../api/price-files';

/** Prices in the file are no longer the right ones: the server does not give it out any more. */
export function hasChanged({ state, counts }: Pick<PriceFileView, 'state' | 'counts'>): boolean {
  return counts.outdated > 0 || (state === 'new' && counts.applied + counts.refused > 0);
}
