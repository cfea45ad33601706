import { checkRuleFiles, ruleSetFiles, type RuleFileText } from '../contract/rule-set.js';
import { refusalOf } from '../contract/rule-file.js';
import type { RuleSet, RuleSetVersion } from '../core/rules/rule.js';
import type { Shop } from '../core/access.js';
import type { EntityManager } from 'typeorm';
import type { RulesToTry } from '../flow/rules/to-try.js';
import { readRulesFolder, shippedRules } from '../outside/package-files.js';

/** Where a command takes rules from, in the words of its help. */
export const SOURCE_HELP = 'a version number, `published`, `shipped`, or a folder of rule files';

/** Whether the words name a version in the database; a folder whose name is a number is written ./3. */
export function isVersion(source: string): boolean {
  return source === 'published' || /^\d{1,9}$/.test(source);
}

/** A version by its number or as `published`. @throws Refusal `unknown-version` */
export async function readVersion(manager: EntityManager, source: string): Promise<RuleSetVersion> {
  const { readRuleVersion } = await import('../db/stores/rules.js');
  const { publishedRules } = await import('../db/stores/settings.js');
  return source === 'published' ? publishedRules(manager) : readRuleVersion(manager, Number(source));
}

/** The files of a folder, of the shipped rules, or of a version. The database is opened only where it is needed. */
export async function readSourceFiles(source: string): Promise<RuleFileText[]> {
  if (!isVersion(source)) return readRulesFolder(folderOf(source));
  const { withShop } = await import('./shop.js');
  return withShop(async ({ db }) => ruleSetFiles((await readVersion(db.manager, source)).body));
}

export const folderOf = (source: string): string => (source === 'shipped' ? shippedRules() : source);

/** The rules of a folder, which need not be right. @throws Refusal `no-such-folder`, `invalid-rules` (shape) */
export async function readFolder(source: string): Promise<RuleSet> {
  const { draft, findings } = checkRuleFiles(await readRulesFolder(folderOf(source)));
  if (draft !== null) return draft;
  throw refusalOf(
    'invalid-rules',
    findings.filter(({ severity }) => severity === 'error'),
  );
}

/** Two sets to compare, each with the words that name it. */
export interface TwoSets {
  before: { name: string; ruleSet: RuleSet };
  after: { name: string; ruleSet: RuleSet };
  locale: Shop['locale'];
}

/**
 * What `rules diff` is asked to compare. One version alone is compared with the one that it replaced, or would; one folder
 * alone with the version in force.
 */
export async function readTwoSets(from: string | undefined, to: string | undefined): Promise<TwoSets> {
  const [first, second] = to === undefined ? [null, from ?? 'published'] : [from!, to];
  const ofFolder = async (name: string) => ({ name, ruleSet: await readFolder(name) });
  if (first !== null && !isVersion(first) && !isVersion(second)) {
    return { before: await ofFolder(first), after: await ofFolder(second), locale: 'en' };
  }
  const { withShop } = await import('./shop.js');
  return withShop(async ({ db, shop }) => {
    const { locale } = shop;
    const named = (row: RuleSetVersion) => ({ name: `version ${row.version} (${row.state})`, ruleSet: row.body });
    if (first === null && isVersion(second)) {
      const { compareVersions } = await import('../flow/rules/compare.js');
      const { version } = await readVersion(db.manager, second);
      const { before, after } = await compareVersions(db.manager, version);
      return { before: named(before), after: named(after), locale };
    }
    const one = async (name: string) => (isVersion(name) ? named(await readVersion(db.manager, name)) : ofFolder(name));
    return { before: await one(first ?? 'published'), after: await one(second), locale };
  });
}

/** What is tried out: a version under its number, the files of a folder as the set they make. */
export async function readRulesToTry(manager: EntityManager, source: string): Promise<RulesToTry> {
  if (isVersion(source)) return { version: (await readVersion(manager, source)).version };
  return { ruleSet: await readFolder(source) };
}
