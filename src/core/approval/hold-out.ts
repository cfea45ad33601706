import { createHash } from 'node:crypto';
import { FULL_BP, type BasisPoints } from '../units.js';

/**
 * Whether a product is kept without suggestions, to measure what suggestions bring: a stable hash of its SKU, so that the
 * same products stay out in every run. `holdOutBp` of all products are; 0 = none.
 */
export function isHeldOut(sku: string, holdOutBp: BasisPoints): boolean {
  if (holdOutBp <= 0) return false;
  const bucket = createHash('sha256').update(`hold-out:${sku}`).digest().readUInt32BE(0) % FULL_BP;
  return bucket < holdOutBp;
}
