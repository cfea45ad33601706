import { describe, expect, it } from 'vitest';
import { nodeAround, placeOfPointer, readTree } from '../../../web/pages/rules/editor/json-places';
import { segmentsOf } from '../../../web/pages/rules/editor/pointer';

const TEXT = '{"name": "old", "conditions": {"all": [{"fact": "a"}]}, "extra": 1}';
const at = (pointer: string, isKey = false): string => {
  const { from, to } = placeOfPointer(readTree(TEXT).tree, segmentsOf(pointer), isKey);
  return TEXT.slice(from, to);
};

describe('the place of a finding in the text', () => {
  it('is the value that it points to', () => {
    expect(at('/conditions/all/0/fact')).toBe('"a"');
    expect(at('/name')).toBe('"old"');
  });

  it('is the key, where the key is what is wrong', () => {
    expect(at('/extra', true)).toBe('"extra"');
  });

  it('is the nearest that is there, where something is missing', () => {
    expect(at('/conditions/all/0/operator')).toBe('{');
    expect(at('/conditions/any')).toBe('"conditions"');
    expect(at('/event/params')).toBe('{');
  });
});

describe('a text that is no JSON', () => {
  const faultsOf = (text: string): string[] => readTree(text).faults.map(({ code }) => code);

  it('is told by its first fault, in words of what is missing', () => {
    expect(faultsOf('{"a": 1 "b": 2}')).toEqual(['comma']);
    expect(faultsOf('{"a": }')).toEqual(['value']);
    expect(faultsOf('{"a" 1}')).toEqual(['colon']);
    expect(faultsOf('{"a": [1, 2}')).toEqual(['bracket']);
    expect(faultsOf('{"a": "x}')).toEqual(['text']);
    expect(faultsOf('')).toEqual(['value']);
    expect(faultsOf('{"a": 1}')).toEqual([]);
  });

  it('may still be JSON with a key that stands twice', () => {
    const { faults } = readTree('{"a": {"b": 1, "b": 2}}');
    expect(faults).toEqual([{ from: 15, to: 18, code: 'twice', key: 'b' }]);
  });
});

it('knows what stands under the cursor', () => {
  const { tree } = readTree(TEXT);
  expect(nodeAround(tree, TEXT.indexOf('"a"') + 1)).toMatchObject({
    pointer: '/conditions/all/0/fact',
    node: { value: 'a' },
  });
  expect(nodeAround(undefined, 3)).toBeNull();
});
