import { profilesJsonSchema } from './channel-profiles.js';
import { feesJsonSchema, policyJsonSchema } from './policy.js';
import { RULE_TABLES, withTables } from './rule-document.js';
import { conditionsJsonSchema, ruleJsonSchema, setJsonSchema } from './rule-schema.js';

/** The schemas that lie beside the files in rules/, by file name; each file's `$schema` line points to its own. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, () => object>> = {
  'schema.json': ruleJsonSchema,
  'conditions.schema.json': conditionsJsonSchema,
  'set.schema.json': setJsonSchema,
  'policy.schema.json': policyJsonSchema,
  'fees.schema.json': feesJsonSchema,
  'profiles.schema.json': profilesJsonSchema,
};

/**
 * Every file of the repository that is written from the contract, unformatted: `npm run generate` writes them,
 * a test compares.
 * @param read the text of a file that is generated in part, by its path in the repository
 */
export function generatedFiles(read: (path: string) => string): { path: string; text: string }[] {
  const schemas = Object.entries(PUBLISHED_SCHEMAS).map(([fileName, schema]) => ({
    path: `rules/${fileName}`,
    text: JSON.stringify(schema(), null, 2),
  }));
  return [...schemas, { path: 'docs/rules.md', text: withTables(read('docs/rules.md'), RULE_TABLES) }];
}
