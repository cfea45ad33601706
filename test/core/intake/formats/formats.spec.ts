import { expect, it } from 'vitest';
import { FORMATS, formatOfHeader } from '../../../../src/core/intake/formats/list.js';
import { describeFormat } from './cases.js';
import { SAMPLES } from './samples.js';

it('has a sample of every format, and none is taken for another', () => {
  expect(SAMPLES.map(({ format }) => format).sort()).toEqual(FORMATS.map(({ name }) => name).sort());
  for (const { format, titles } of SAMPLES) expect(formatOfHeader(titles)?.format.name).toBe(format);
});

for (const sample of SAMPLES) describeFormat(sample);
