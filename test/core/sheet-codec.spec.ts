import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSheet, encodeSheet } from '../../src/core/sheet-codec.js';
import { createSheet, type Sheet } from '../../src/core/sheet.js';

/** Every column of a sheet up to its size, NaN told as null. */
function contents({ facts, inputs }: Sheet): unknown {
  const { size } = facts;
  const columns = (of: Record<string, ArrayLike<unknown>>) =>
    Object.fromEntries(
      Object.entries(of).map(([name, column]) => [
        name,
        Array.from({ length: size }, (_, row) => (Number.isNaN(column[row]) ? null : column[row])),
      ]),
    );
  return {
    size,
    ...{ numbers: columns(facts.numbers), booleans: columns(facts.booleans) },
    ...{ texts: columns(facts.texts), lists: columns(facts.lists) },
    ...{ inputs: columns(inputs.numbers), names: columns(inputs.texts) },
  };
}

const SIZE = 12;
const column = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: SIZE, maxLength: SIZE });
/** Numbers at the edges of what each width holds, fractions, nothing. */
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 127, 128, -127, -128, -129, 32_767, 32_768, -32_768, 2_147_483_647, -2_147_483_648, NaN),
  fc.constantFrom(2_147_483_648, 9e11, Number.MAX_SAFE_INTEGER, -5e12, 0.5, 1e-300, 1.7976931348623157e308),
  fc.integer({ min: -200, max: 200 }),
);
const text = fc.oneof(fc.constantFrom('kaos', 'Kopi', ''), fc.string({ unit: 'grapheme' }), fc.constant(null));

const sheet = fc
  .record({
    numbers: fc.array(column(number), { minLength: 70, maxLength: 70 }),
    flags: fc.array(column(fc.constantFrom(0, 1, 2)), { minLength: 4, maxLength: 4 }),
    texts: fc.array(column(text), { minLength: 10, maxLength: 10 }),
    lists: column(fc.option(fc.array(fc.constantFrom('a', 'b', '["a"]', '😀'), { maxLength: 3 }), { nil: null })),
    size: fc.integer({ min: 1, max: SIZE }),
  })
  .map(({ numbers, flags, texts, lists, size }) => {
    const made = createSheet(SIZE);
    const { facts, inputs } = made;
    const fill = (columns: Float64Array[] | Uint8Array[], from: number[][]) =>
      columns.forEach((each, i) => each.set(from[i % from.length]!));
    fill([...Object.values(facts.numbers), ...Object.values(inputs.numbers)], numbers);
    fill(Object.values(facts.booleans), flags);
    Object.values(facts.texts).forEach((each, i) => each.splice(0, SIZE, ...texts[i % texts.length]!));
    Object.values(inputs.texts).forEach((each, i) => each.splice(0, SIZE, ...texts[i]!));
    Object.values(facts.lists).forEach((each) => each.splice(0, SIZE, ...lists));
    facts.size = size;
    return made;
  });

describe('a sheet as bytes', () => {
  it('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(sheet, (made) => {
        const bytes = encodeSheet(made);
        expect(contents(decodeSheet(bytes)!)).toEqual(contents(made));
        // Bytes that do not begin at the start of their memory, as drivers hand them over.
        expect(contents(decodeSheet(Buffer.concat([Buffer.of(1, 2, 3), bytes]).subarray(3))!)).toEqual(contents(made));
      }),
    );
  });

  it('takes no room for what is not known', () => {
    const { length } = encodeSheet(createSheet(2_000));
    expect(length).toBeLessThan(20_000); // 2,000 listings of 60 columns of numbers would be 960,000
  });

  it('of another version of the program is passed over', () => {
    const bytes = Buffer.from(encodeSheet(createSheet(1)));
    const at = bytes.indexOf('"format":1');
    bytes.write('"format":9', at);
    expect(decodeSheet(bytes)).toBeNull();
  });
});
