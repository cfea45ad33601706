import { isObject } from './pointer';

/** Names of the facts that conditions read, through shared ones; what goes in circles is followed once. */
export function factsRead(
  condition: unknown,
  named: Readonly<Record<string, unknown>>,
  seen = new Set<string>(),
): string[] {
  if (!isObject(condition)) return [];
  const inside = [condition.all, condition.any].flatMap((parts) => (Array.isArray(parts) ? (parts as unknown[]) : []));
  const own = [condition.fact, isObject(condition.value) ? condition.value.fact : null].filter(
    (name): name is string => typeof name === 'string',
  );
  const reference = condition.condition;
  const shared = typeof reference === 'string' && !seen.has(reference) ? [named[reference]] : [];
  if (typeof reference === 'string') seen.add(reference);
  const children = [...inside, condition.not, ...shared];
  return [...new Set([...own, ...children.flatMap((child) => factsRead(child, named, seen))])];
}
