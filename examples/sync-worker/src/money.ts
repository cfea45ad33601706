/** An integer in the smallest unit of the currency, as everywhere in the feed. */
export type Money = number;

/** Writes money as channels do: `71900` with 0 decimals, `719.00` with 2. */
export function decimalText(amount: Money, scale: number): string {
  if (scale === 0) return String(amount);
  const digits = String(amount).padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Reads `71900`, `71900.00`, `719.5`; null where it is no such number, or is finer than the smallest unit. */
export function readDecimal(text: string | null | undefined, scale: number): Money | null {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text?.trim() ?? '') ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(scale))) return null;
  const amount = Number(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}
