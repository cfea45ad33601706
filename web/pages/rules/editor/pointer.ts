/** Values inside JSON, by pointer (RFC 6901), never changed in place. */

export type Path = readonly (string | number)[];

export interface PatchStep {
  op: 'add' | 'remove' | 'replace';
  path: string;
  value?: unknown;
}

export function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** One segment of a pointer, escaped. */
export function escapeSegment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)] as unknown;
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}

/** The same with another value there; undefined takes the key away. What lies on the way and is no container stays. */
export function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    const items: unknown[] = [...(root as unknown[])];
    const place = Number(key);
    if (rest.length === 0 && value === undefined) items.splice(place, 1);
    else items[place] = withValue(items[place], rest, value);
    return items;
  }
  const fields = isObject(root) ? { ...root } : {};
  const inside = withValue(Object.hasOwn(fields, key) ? fields[key] : undefined, rest, value);
  if (inside === undefined) delete fields[key];
  else fields[key] = inside;
  return fields;
}

/** A JSON Patch (RFC 6902) of the three operations that the server proposes as a mend. */
export function patched(root: unknown, steps: readonly PatchStep[]): unknown {
  return steps.reduce((value, { op, path, value: given }) => {
    const segments = segmentsOf(path);
    const parent = valueAt(value, segments.slice(0, -1));
    if (op === 'add' && Array.isArray(parent))
      return withValue(value, segments.slice(0, -1), inserted(parent, segments.at(-1)!, given));
    return withValue(value, segments, op === 'remove' ? undefined : given);
  }, root);
}

function inserted(items: readonly unknown[], at: string, value: unknown): unknown[] {
  const place = at === '-' ? items.length : Number(at);
  return [...items.slice(0, place), value, ...items.slice(place)];
}
