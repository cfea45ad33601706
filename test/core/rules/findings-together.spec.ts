import { expect, it } from 'vitest';
import { warning } from '../../../src/core/rules/finding.js';
import { findingsTogether } from '../../../src/core/rules/findings-together.js';

it('tells once of a rule that cannot win, and everything in the order of the set', () => {
  const proofs = [
    warning('/rules/10', 'shadowed', 'ten'),
    warning('/rules/2/event', 'below-floor', 'two'),
    warning('/conditions/old', 'always-true', 'named'),
  ];
  const seen = [
    warning('', 'gap', 'whole'),
    warning('/rules/2', 'never-fired', 'two again'),
    warning('/rules/10', 'always-beaten', 'ten again'),
    warning('/rules/10/conditions/all/0', 'mostly-unknown', 'ten, a part'),
  ];
  expect(findingsTogether(proofs, seen).map(({ message }) => message)).toEqual([
    'whole',
    'named',
    'two',
    'two again',
    'ten',
    'ten, a part',
  ]);
});
