/** Writes values into generated source, and holds those that are handed over beside it. */
export interface LiteralWriter {
  /** Source of an expression that gives exactly this value: digits, `true`, `false`, `null`, or the name of a constant. */
  write(value: unknown): string;
  /** The name of a constant (`k0`, `k1`, ...), for values that must not be written out. */
  hold(value: unknown): string;
  /** What `k0`, `k1`, ... stand for. */
  readonly held: readonly unknown[];
}

/**
 * The only way for a value of a rule to get into generated code. Texts, lists and functions never become source: they
 * are held as constants and named by their number, so that there is nothing to escape. Finite numbers are written as
 * JavaScript writes them, which reads back as the same number; NaN and the infinities are names, which somebody could
 * have redefined, and are held.
 */
export function literalWriter(): LiteralWriter {
  const held: unknown[] = [];
  const names = new Map<unknown, string>();
  const hold = (value: unknown): string => {
    let name = names.get(value);
    if (name === undefined) {
      name = `k${held.length}`;
      held.push(value);
      names.set(value, name);
    }
    return name;
  };
  const write = (value: unknown): string => {
    if (typeof value === 'boolean' || value === null) return String(value);
    if (typeof value !== 'number' || !Number.isFinite(value)) return hold(value);
    const isNegative = value < 0 || Object.is(value, -0);
    return isNegative ? `(-${String(-value)})` : String(value); // the brackets: `a --1` would be another operator
  };
  return { write, hold, held };
}
