import { didYouMean, escapePointer, nearest, quote, useInstead, warning, type Finding } from './finding.js';
import type { Condition, RuleSet } from './rule.js';
import { childrenOf, isLeaf } from './tree.js';

/** The shop's own names; one that is left out is not checked. */
export interface KnownNames {
  channels?: readonly string[];
  categories?: readonly string[];
}

interface Names {
  code: 'unknown-channel' | 'unknown-category';
  noun: string;
  fact: string;
  known: ReadonlySet<string>;
}

/**
 * Channels and categories that the shop does not have: in the scope of rules, and compared with `channel.code` and
 * `product.category`. Warnings, since they may be on their way.
 */
export function checkNames(set: RuleSet, known: KnownNames): Finding[] {
  const findings: Finding[] = [];
  const kinds: Names[] = [];
  if (known.channels !== undefined) {
    kinds.push({ code: 'unknown-channel', noun: 'channel', fact: 'channel.code', known: new Set(known.channels) });
  }
  if (known.categories !== undefined) {
    const names = new Set(known.categories);
    kinds.push({ code: 'unknown-category', noun: 'category', fact: 'product.category', known: names });
  }
  for (const names of kinds) {
    const key = names.code === 'unknown-channel' ? 'channels' : 'categories';
    set.rules.forEach((rule, index) => {
      const path = `/rules/${index}`;
      rule[key]?.forEach((name, at) => findings.push(...unknownName(name, `${path}/${key}/${at}`, names)));
      findings.push(...inConditions(rule.conditions, `${path}/conditions`, names));
    });
    for (const [name, condition] of Object.entries(set.conditions)) {
      findings.push(...inConditions(condition, `/conditions/${escapePointer(name)}`, names));
    }
  }
  return findings;
}

function inConditions(condition: Condition, path: string, names: Names): Finding[] {
  if (!isLeaf(condition)) {
    return childrenOf(condition).flatMap(({ child, pointer }) => inConditions(child, path + pointer, names));
  }
  if (condition.fact !== names.fact) return [];
  const { value } = condition;
  if (!Array.isArray(value)) return unknownName(value, `${path}/value`, names);
  return (value as unknown[]).flatMap((each, index) => unknownName(each, `${path}/value/${index}`, names));
}

function unknownName(name: unknown, path: string, { code, noun, known }: Names): Finding[] {
  if (typeof name !== 'string' || known.has(name)) return [];
  const near = nearest(name, [...known]);
  const message = `There is no ${noun} ${quote(name)}${near === null ? '' : didYouMean(near)}.`;
  const mend = useInstead(path, near, `Use a ${noun} that the shop has, or add it to the shop.`);
  return [warning(path, code, message, { ...mend, values: { name, nearest: near } })];
}
