import { checkRuleSet, type CheckContext } from '../core/rules/check.js';
import { checkEvaluable } from '../core/rules/evaluable.js';
import { error, moved, type Finding } from '../core/rules/finding.js';
import type { Condition, RuleSet } from '../core/rules/rule.js';
import { Refusal } from '../core/refusal.js';
import { shapeFindings } from './rule-findings.js';
import { checkContext } from './check-context.js';
import { PolicySchema } from './policy.js';
import { JsonFile, readRuleFile, refusalOf, shaped, type FileFinding, type RuleFileMode } from './rule-file.js';
import { ConditionsSchema, ForeignConditionsSchema, RuleSetSchema, SetSchema } from './rule-schema.js';

export interface RuleFileText {
  fileName: string;
  text: string;
}

/** Files of the folder that are not rules. */
const OTHER_FILES = /(^|[.-])schema\.json$|^(policy|fees)\.json$/;

/**
 * Reads the files of a rules folder: one rule per file, `conditions.json` (named conditions, by name) and `set.json`
 * (`{"onTie": ...}`) where there are such; fees and schemas are passed over. The order of the set is that of the file
 * names. `foreign` mode checks only what evaluation needs.
 *
 * @param context what the shop knows beside the rules; left out: the limits of `policy.json`, where it is there and right
 * @returns every finding, each with file, line and column; the set is null when a finding is an error
 */
export function checkRuleFiles(
  files: readonly RuleFileText[],
  mode: RuleFileMode = 'strict',
  context: CheckContext = contextOf(files),
): { ruleSet: RuleSet | null; findings: FileFinding[] } {
  const set: RuleSet = { rules: [], conditions: {}, onTie: 'smallestCut' };
  const findings: FileFinding[] = [];
  const ruleFiles: JsonFile[] = [];
  let conditionsFile: JsonFile | null = null;
  const relevant = files.filter(({ fileName }) => fileName.endsWith('.json') && !OTHER_FILES.test(baseName(fileName)));
  for (const { fileName, text } of [...relevant].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
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
      if (rule === null) continue;
      set.rules.push(rule);
      ruleFiles.push(file);
    }
  }
  for (const finding of mode === 'strict' ? checkRuleSet(set, context) : checkEvaluable(set)) {
    findings.push(...located(finding, ruleFiles, conditionsFile));
  }
  if (set.rules.length === 0 && findings.length === 0) {
    const { related: _, ...none } = error('', 'no-rules', 'There is no rule file (*.json) here.', {
      mend: 'Put the rules into this folder, or name another one.',
    });
    findings.push({ ...none, file: '', line: 1, column: 1 });
  }
  return { ruleSet: findings.some(({ severity }) => severity === 'error') ? null : set, findings };
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
  const result = RuleSetSchema.safeParse(json);
  const findings = result.success ? checkRuleSet(result.data) : shapeFindings(result.error.issues, json);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (result.success && first === undefined) return result.data;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new Refusal('invalid', 'invalid-rules', `${first?.path ?? ''} ${first?.message ?? ''}${more}`, {}, errors);
}

/** A set as files again, the reverse of loadRuleSet: pretty JSON, ready to write. */
export function ruleSetFiles(set: RuleSet): RuleFileText[] {
  const file = (fileName: string, value: object): RuleFileText => ({
    fileName,
    text: `${JSON.stringify(value, null, 2)}\n`,
  });
  return [
    ...set.rules.map((rule) => file(`${rule.name}.json`, rule)),
    ...(Object.keys(set.conditions).length > 0 ? [file('conditions.json', set.conditions)] : []),
    file('set.json', { onTie: set.onTie }),
  ];
}

function readConditions(file: JsonFile, mode: RuleFileMode, set: RuleSet): FileFinding[] {
  if (file.problems.length > 0) return [];
  const { data, findings } = shaped(mode === 'strict' ? ConditionsSchema : ForeignConditionsSchema, file);
  if (data !== null) set.conditions = data as Record<string, Condition>;
  return findings;
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
  if (file === null) return [{ ...finding, file: '', line: 1, column: 1 }];
  const here = moved(finding, (path) => (fileOf(path, ruleFiles, conditionsFile) === file ? inFile(path) : null))!;
  const places = (related ?? []).flatMap(({ path, what }) => {
    const there = fileOf(path, ruleFiles, conditionsFile);
    return there === null ? [] : [{ what, path: inFile(path), ...there.placeAt(inFile(path)) }];
  });
  return file.locate([here]).map((each) => (places.length === 0 ? each : { ...each, related: places }));
}

function fileOf(path: string, ruleFiles: JsonFile[], conditionsFile: JsonFile | null): JsonFile | null {
  const [, kind, key] = path.split('/');
  return (kind === 'rules' ? ruleFiles[Number(key)] : kind === 'conditions' ? conditionsFile : null) ?? null;
}

function inFile(path: string): string {
  const [, kind, key, ...rest] = path.split('/');
  return [...(kind === 'rules' ? [] : [key]), ...rest].map((segment) => `/${segment}`).join('');
}

function baseName(fileName: string): string {
  return fileName.replace(/^.*[/\\]/, '');
}
