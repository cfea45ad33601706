import { numberFact, type Sheet } from './sheet.js';

interface Variant {
  sheet: Sheet;
  row: number;
}

/** Finds the other variants of each listing: products that share its marketplace id on the channel. */
export interface Variants {
  add(channelId: number, externalId: string | null, sheet: Sheet, row: number): void;
  /** Writes the lowest and highest effective price among the others; unknown prices do not count. */
  fill(): void;
}

export function createVariants(): Variants {
  const groups = new Map<string, Variant[]>();
  return {
    add(channelId, externalId, sheet, row) {
      if (externalId === null) return;
      const key = `${channelId}:${externalId}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ sheet, row }]);
      else group.push({ sheet, row });
    },
    fill() {
      for (const group of groups.values()) if (group.length > 1) fillGroup(group);
    },
  };
}

function fillGroup(group: Variant[]): void {
  const prices = group.map(({ sheet, row }) => numberFact(sheet, row, 'channel.price'));
  group.forEach(({ sheet, row }, i) => {
    const others = prices.filter((price, at) => at !== i && price !== null) as number[];
    if (others.length === 0) return;
    sheet.inputs.numbers.variantLowest[row] = Math.min(...others);
    sheet.inputs.numbers.variantHighest[row] = Math.max(...others);
  });
}
