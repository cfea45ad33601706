import type { Candidate } from './draft.js';
import { numberFact, textFact } from './sheet.js';

/** Keeps the best of many without keeping the many: a shop of a million products may have as many candidates. */
export class Best {
  added = 0;
  private kept: Candidate[] = [];

  constructor(private readonly limit: number) {}

  add(candidate: Candidate): void {
    this.added++;
    this.kept.push(candidate);
    if (this.kept.length > 2 * this.limit + 1_000) this.kept = this.inOrder();
  }

  inOrder(): Candidate[] {
    return this.kept.sort(byWorth).slice(0, this.limit);
  }
}

/** Most money first: expected gain, then stale value; then by name, so that equal worth has one order. */
function byWorth(a: Candidate, b: Candidate): number {
  const gain = (c: Candidate) => c.offer?.gain ?? -Infinity;
  const [ga, gb] = [gain(a), gain(b)];
  if (ga !== gb) return ga > gb ? -1 : 1;
  const staleValue = ({ product: { sheet }, row }: Candidate) => numberFact(sheet, row, 'stock.staleValue') ?? 0;
  const value = staleValue(b) - staleValue(a);
  if (value !== 0) return value;
  const name = ({ product: { sheet }, row }: Candidate) =>
    `${textFact(sheet, row, 'product.sku')}\n${textFact(sheet, row, 'channel.code')}`;
  const [ka, kb] = [name(a), name(b)];
  return ka < kb ? -1 : ka > kb ? 1 : 0;
}
