import type { RuleSetJson } from '../../../api/rules';
import { isObject } from './pointer';
import { conditionsText, isSameRule, readJson, ruleText } from './rule-text';

/** One document that is being edited: a rule, or the named conditions. Both views show the same one. */
export interface Sheet {
  /** Stays with it while names and places change. */
  key: string;
  /** What it says; while its text cannot be read, what it said last. */
  json: unknown;
  /** As it was typed; null: as the formatter writes it. */
  text: string | null;
}

export interface EditedSet {
  rules: Sheet[];
  conditions: Sheet;
  onTie: RuleSetJson['onTie'];
}

export const SHARED = 'shared';

let count = 0;
/** Told apart from those that were kept in the browser by an earlier visit. */
const newKey = (): string => `${Date.now().toString(36)}-${count++}`;

export function editedSet({ rules, conditions, onTie }: RuleSetJson): EditedSet {
  return {
    rules: rules.map((json) => ({ key: newKey(), json, text: null })),
    conditions: { key: SHARED, json: conditions, text: null },
    onTie,
  };
}

/** The set as it is sent; texts that cannot be read count as what they said last. */
export function setJson({ rules, conditions, onTie }: EditedSet): RuleSetJson {
  return {
    rules: rules.map(({ json }) => json as Record<string, unknown>),
    conditions: conditions.json as Record<string, unknown>,
    onTie,
  };
}

export function isReadable({ text }: Sheet): boolean {
  return text === null || isObject(readJson(text));
}

export function textOf(sheet: Sheet): string {
  if (sheet.text !== null) return sheet.text;
  return sheet.key === SHARED ? conditionsText(sheet.json) : ruleText(sheet.json);
}

/** Typed in the code view: what can be read counts at once. */
export function typed(sheet: Sheet, text: string): Sheet {
  const json = readJson(text);
  return { ...sheet, text, json: isObject(json) ? json : sheet.json };
}

/** Changed in the form: the text follows. */
export function filledIn(sheet: Sheet, json: unknown): Sheet {
  return { ...sheet, json, text: null };
}

export function sheetOf(set: EditedSet, key: string): Sheet | undefined {
  return key === SHARED ? set.conditions : set.rules.find((rule) => rule.key === key);
}

export function withSheet(set: EditedSet, sheet: Sheet): EditedSet {
  if (sheet.key === SHARED) return { ...set, conditions: sheet };
  return { ...set, rules: set.rules.map((rule) => (rule.key === sheet.key ? sheet : rule)) };
}

export function nameOf({ json }: Sheet): string {
  return isObject(json) && typeof json.name === 'string' ? json.name : '';
}

/** Another rule behind the others, under a name that is free. */
export function addRule(set: EditedSet, json: Record<string, unknown>): EditedSet {
  const name = freeName(set, String(json.name));
  return { ...set, rules: [...set.rules, { key: newKey(), json: { ...json, name }, text: null }] };
}

export function withoutRule(set: EditedSet, key: string): EditedSet {
  return { ...set, rules: set.rules.filter((rule) => rule.key !== key) };
}

function freeName(set: EditedSet, wanted: string): string {
  const taken = new Set(set.rules.map(nameOf));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return name;
}

/** Whether a set says something else than the one that was kept. */
export function isChanged(set: EditedSet, kept: RuleSetJson): boolean {
  return (
    set.onTie !== kept.onTie ||
    set.rules.length !== kept.rules.length ||
    set.rules.some(({ json, text }, index) =>
      text !== null && !isObject(readJson(text)) ? true : !isSameRule(json, kept.rules[index]),
    ) ||
    !isReadable(set.conditions) ||
    conditionsText(set.conditions.json) !== conditionsText(kept.conditions)
  );
}

/** Names of the rules in which two sets differ, of the named conditions as `SHARED`. */
export function differences(mine: RuleSetJson, theirs: RuleSetJson): string[] {
  const name = (rule: Record<string, unknown>): string => String(rule.name);
  const [ofMine, ofTheirs] = [mine, theirs].map((set) => new Map(set.rules.map((rule) => [name(rule), rule]))) as [
    Map<string, Record<string, unknown>>,
    Map<string, Record<string, unknown>>,
  ];
  const names = [...new Set([...ofMine.keys(), ...ofTheirs.keys()])];
  const rules = names.filter((each) => !isSameRule(ofMine.get(each), ofTheirs.get(each)));
  const isShared = conditionsText(mine.conditions) === conditionsText(theirs.conditions) && mine.onTie === theirs.onTie;
  return isShared ? rules : [...rules, SHARED];
}

/** My set with the parts named in `taken` as the other has them. */
export function merged(mine: RuleSetJson, theirs: RuleSetJson, taken: ReadonlySet<string>): RuleSetJson {
  const other = new Map(theirs.rules.map((rule) => [String(rule.name), rule]));
  const rules = mine.rules.flatMap((rule) => {
    if (!taken.has(String(rule.name))) return [rule];
    const theirRule = other.get(String(rule.name));
    return theirRule === undefined ? [] : [theirRule];
  });
  const known = new Set(rules.map((rule) => String(rule.name)));
  const added = theirs.rules.filter((rule) => taken.has(String(rule.name)) && !known.has(String(rule.name)));
  const shared = taken.has(SHARED) ? theirs : mine;
  return { rules: [...rules, ...added], conditions: shared.conditions, onTie: shared.onTie };
}
