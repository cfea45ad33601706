import { checkRuleSet, type CheckContext } from '../core/rules/check.js';
import { checkEvaluable } from '../core/rules/evaluable.js';
import { error, moved, type Finding } from '../core/rules/finding.js';
import { FINDINGS_MAX, toldFindings } from '../core/rules/finding-limit.js';
import { formatConditions, formatRule, formatSet } from '../core/rules/format.js';
import type { Condition, RuleSet } from '../core/rules/rule.js';
import { Refusal } from '../core/refusal.js';
import { checkContext } from './check-context.js';
import { PolicySchema } from './policy.js';
import {
  JsonFile,
  readRuleFile,
  refusalOf,
  shaped,
  unplaced,
  type FileFinding,
  type RuleFileMode,
} from './rule-file.js';
import { RULES_MAX } from './rule-limits.js';
import { ConditionsSchema, ForeignConditionsSchema, SetSchema } from './rule-schema.js';
import { conditionFindings, withoutUnknownConditions } from './half-rule.js';
import { checkSetJson } from './rules-api.js';

export interface RuleFileText {
  fileName: string;
  text: string;
}

/** Files of the folder that say something of the whole set. */
const SET_FILES = /^(conditions|set)\.json$/;
/** Files of the folder that are neither. */
const OTHER_FILES = /(^|[.-])schema\.json$|^(policy|fees|profiles)\.json$/;

export interface CheckedFiles {
  ruleSet: RuleSet | null;
  draft: RuleSet | null;
  findings: FileFinding[];
  /** Gives findings of the set that were made later their places in the files. */
  place(findings: readonly Finding[]): FileFinding[];
}

/**
 * Reads the files of a rules folder: one rule per file, `conditions.json` (named conditions, by name) and `set.json`
 * (`{"onTie": ...}`) where there are such; fees, channel profiles and schemas are passed over. The order of the set is that of the file
 * names. `foreign` mode checks only what evaluation needs.
 *
 * @param context what the shop knows beside the rules; left out: the limits of `policy.json`, where it is there and right
 * @returns every finding, each with file, line and column; the set is null when a finding is an error, the draft only
 *   when a file cannot be read or has another shape: it may be kept to be worked on
 */
export function checkRuleFiles(
  files: readonly RuleFileText[],
  mode: RuleFileMode = 'strict',
  context: CheckContext = contextOf(files),
): CheckedFiles {
  const set: RuleSet = { rules: [], conditions: {}, onTie: 'smallestCut' };
  const findings: FileFinding[] = [];
  const ruleFiles: JsonFile[] = [];
  const halves: JsonFile[] = [];
  let conditionsFile: JsonFile | null = null;
  const relevant = files.filter(({ fileName }) => fileName.endsWith('.json') && !OTHER_FILES.test(baseName(fileName)));
  const ruleCount = relevant.filter(({ fileName }) => !SET_FILES.test(baseName(fileName))).length;
  if (ruleCount > RULES_MAX) {
    const message = `There are ${ruleCount.toLocaleString('en')} rule files here; a set has at most ${RULES_MAX.toLocaleString('en')} rules.`;
    return {
      ruleSet: null,
      draft: null,
      findings: [unplaced(error('', 'too-big', message, { mend: 'Split the set.' }))],
      place: (later) => later.map((finding) => unplaced(finding)),
    };
  }
  for (const { fileName, text } of [...relevant].sort(byFileName)) {
    if (findings.length > FINDINGS_MAX) break;
    if (baseName(fileName) === 'conditions.json') {
      conditionsFile = JsonFile.read(text, fileName);
      findings.push(...conditionsFile.problems, ...readConditions(conditionsFile, mode, set));
    } else if (baseName(fileName) === 'set.json') {
      const file = JsonFile.read(text, fileName);
      const { data, findings: wrong } =
        file.problems.length > 0 ? { data: null, findings: [...file.problems] } : shaped(SetSchema, file);
      findings.push(...wrong);
      if (data !== null) set.onTie = data.onTie;
    } else {
      const { file, rule, findings: wrong } = readRuleFile(text, fileName, mode);
      findings.push(...wrong);
      if (rule === null) {
        if (mode === 'strict') halves.push(file);
        continue;
      }
      const { $schema: _, ...own } = rule; // belongs to the file and its editor, not to the rule
      set.rules.push(own);
      ruleFiles.push(file);
    }
  }
  for (const file of halves) {
    const half = conditionFindings(file.value, set.conditions);
    findings.push(...file.locate(isReadable(conditionsFile, findings) ? half : withoutUnknownConditions(half)));
  }
  const hasShape = !findings.some(({ severity }) => severity === 'error') && set.rules.length > 0;
  const place = (later: readonly Finding[]): FileFinding[] =>
    later.flatMap((finding) => located(finding, ruleFiles, conditionsFile));
  const meaning = mode === 'strict' ? checkRuleSet(set, context) : checkEvaluable(set);
  findings.push(...place(isReadable(conditionsFile, findings) ? meaning : withoutUnknownConditions(meaning)));
  if (ruleCount === 0) {
    const mend = 'Put the rules into this folder, or name another one.';
    findings.push(unplaced(error('', 'no-rules', 'There is no rule file (*.json) here.', { mend })));
  }
  const isWrong = findings.some(({ severity }) => severity === 'error');
  return { ruleSet: isWrong ? null : set, draft: hasShape ? set : null, findings: toldFindings(findings), place };
}

/** The same, for those who need the set: Refusal `invalid-rules` with every error. Warnings pass. */
export function loadRuleSet(files: readonly RuleFileText[], mode: RuleFileMode = 'strict'): RuleSet {
  const { ruleSet, findings } = checkRuleFiles(files, mode);
  if (ruleSet === null)
    throw refusalOf(
      'invalid-rules',
      findings.filter(({ severity }) => severity === 'error'),
    );
  return ruleSet;
}

/** A whole set as one JSON value (API, database), checked in shape and meaning. Refusal `invalid-rules`. */
export function readRuleSet(json: unknown): RuleSet {
  const { ruleSet, findings } = checkSetJson(json);
  if (ruleSet !== null) return ruleSet;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new Refusal('invalid', 'invalid-rules', `${first?.path ?? ''} ${first?.message ?? ''}${more}`, {}, errors);
}

/**
 * A set as files, the reverse of loadRuleSet, in the canonical form (core/rules/format) and by name: a file for each
 * rule, conditions.json and set.json. The order of the rules is not in the files; reading them gives that of the names.
 */
export function ruleSetFiles(set: RuleSet): RuleFileText[] {
  const count = new Map<string, number>();
  const rules = set.rules.map((rule) => {
    const nth = (count.get(rule.name) ?? 0) + 1;
    count.set(rule.name, nth);
    return { fileName: ruleFileName(rule.name, nth), text: formatRule(rule) };
  });
  const conditions = { fileName: 'conditions.json', text: formatConditions(set.conditions) };
  return [...rules, conditions, { fileName: 'set.json', text: formatSet(set) }].sort(byFileName);
}

/**
 * `<name>.json`, but `<name>.rule.json` where that would be one of the files that are no rules. Names hold no dots, so
 * that no two rules meet in one file; the second rule of one name, which only a draft may hold, is `<name>.2.json`.
 */
function ruleFileName(name: string, nth: number): string {
  const isTaken = ['conditions.json', 'set.json'].includes(`${name}.json`) || OTHER_FILES.test(`${name}.json`);
  return `${name}${isTaken ? '.rule' : ''}${nth === 1 ? '' : `.${nth}`}.json`;
}

/** By code unit, the same on every machine. */
function byFileName(one: RuleFileText, other: RuleFileText): number {
  return one.fileName < other.fileName ? -1 : 1;
}

function readConditions(file: JsonFile, mode: RuleFileMode, set: RuleSet): FileFinding[] {
  if (file.problems.length > 0) return [];
  const named = withoutSchemaLine(file.value);
  const { data, findings } = shaped(mode === 'strict' ? ConditionsSchema : ForeignConditionsSchema, file, named);
  if (data !== null) set.conditions = data as Record<string, Condition>;
  return findings;
}

/** The file's line for editors (`"$schema": "./conditions.schema.json"`) is no condition. */
function withoutSchemaLine(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('$schema' in value)) return value;
  const { $schema, ...named } = value;
  return typeof $schema === 'string' ? named : value;
}

/** False when something is wrong with conditions.json itself: then its names are not known. */
function isReadable(conditions: JsonFile | null, findings: readonly FileFinding[]): boolean {
  return (
    conditions === null || !findings.some(({ file, severity }) => file === conditions.fileName && severity === 'error')
  );
}

/** The policy beside the rules. A wrong one is not this check's to tell. */
function contextOf(files: readonly RuleFileText[]): CheckContext {
  const text = files.find(({ fileName }) => baseName(fileName) === 'policy.json')?.text;
  const policy = text === undefined ? undefined : PolicySchema.safeParse(JsonFile.read(text, 'policy.json').value);
  return policy?.success === true ? checkContext({ policy: policy.data }) : {};
}

/** `/rules/3/event` is `/event` of the fourth rule file; what a finding says of other files is kept with their names. */
function located(given: Finding, ruleFiles: JsonFile[], conditionsFile: JsonFile | null): FileFinding[] {
  const { related, ...finding } = given;
  const file = fileOf(finding.path, ruleFiles, conditionsFile);
  const inside = (path: string): string | null =>
    fileOf(path, ruleFiles, conditionsFile) === file ? inFile(path) : null;
  const here = file === null ? null : moved(finding, inside);
  if (file === null || here === null) return [unplaced(finding, finding.path === '' ? '' : conditionsFile?.fileName)];
  const places = (related ?? []).flatMap(({ path, what }) => {
    const there = fileOf(path, ruleFiles, conditionsFile);
    return there === null ? [] : [{ what, path: inFile(path), ...there.placeAt(inFile(path)) }];
  });
  return file.locate([here]).map((each) => (places.length === 0 ? each : { ...each, related: places }));
}

/** Null for what is said of the set, or of all named conditions. */
function fileOf(path: string, ruleFiles: JsonFile[], conditionsFile: JsonFile | null): JsonFile | null {
  const [, kind, key] = path.split('/');
  if (key === undefined) return null;
  return (kind === 'rules' ? ruleFiles[Number(key)] : conditionsFile) ?? null;
}

function inFile(path: string): string {
  const [, kind, key, ...rest] = path.split('/');
  return [...(kind === 'rules' ? [] : [key]), ...rest].map((segment) => `/${segment}`).join('');
}

function baseName(fileName: string): string {
  return fileName.replace(/^.*[/\\]/, '');
}
