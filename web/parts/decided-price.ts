/** The price that a decision gave, or asked a second person for; null where it named none: as proposed. */
export function decidedPrice({ price, adjustment }: Record<string, unknown>): number | null {
  const named = price ?? (adjustment as { price?: unknown } | null | undefined)?.price;
  return typeof named === 'number' ? named : null;
}
