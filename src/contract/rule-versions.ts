import { z } from 'zod';
import type { RuleSetVersion } from '../core/rules/rule.js';
import { formatInstant, IdParam, PageQuery } from './http.js';
import {
  confirmedChanges,
  headExample,
  OnTie,
  ruleExample,
  RuleFinding,
  ruleSetExample,
  RuleSetView,
  RulesFindings,
  RulesHead,
  RulesState,
} from './rules-api.js';

/** Drafts, publishing, putting back and comparing: what crosses the edge. */

const FILES_MAX = 2_100;
const FILE_CHARS_MAX = 262_144;

export const VersionsQuery = PageQuery.extend({ state: RulesState.optional() });
export type VersionsQuery = z.infer<typeof VersionsQuery>;

const note = z.string().trim().max(1000);
const why = note.min(1).describe('Why; kept with the version and in the audit log.');
const whatFor = note.describe('What the draft is for.');
const basedOn = IdParam.optional().describe('The version that you worked on; left out: the one in force.');
const rebasedOn = IdParam.optional().describe('Where you have worked in the changes of a newer version: its number.');
const ruleSet = z.unknown().describe('The whole set: rules, conditions, onTie.');
const expectedVersion = z
  .int()
  .min(1)
  .describe('The version in force that is to be replaced; another one by now: 409.');
const expectedRevision = z
  .int()
  .min(1)
  .describe('The revision of the draft that you have seen; another one by now: 409.');
const file = z.strictObject({ fileName: z.string().min(1).max(200), text: z.string().max(FILE_CHARS_MAX) });
const files = z
  .array(file)
  .min(1)
  .max(FILES_MAX)
  .describe('As in a folder of rules: one rule a file, conditions.json, set.json.');
const fileExample = { fileName: 'set.json', text: '{"onTie": "smallestCut"}\n' };

export const NewDraft = z
  .strictObject({
    ruleSet: ruleSet.optional().describe('Left out: the content of `basedOn`.'),
    note: whatFor.default(''),
    basedOn,
  })
  .meta({ id: 'NewRuleDraft', example: { ruleSet: ruleSetExample, note: 'Overstock, a week earlier.', basedOn: 3 } });
export type NewDraft = z.infer<typeof NewDraft>;

export const DraftChange = z
  .strictObject({ ruleSet, expectedRevision, note: whatFor.optional(), basedOn: rebasedOn })
  .meta({ id: 'RuleDraftChange', example: { ruleSet: ruleSetExample, expectedRevision: 1 } });
export type DraftChange = z.infer<typeof DraftChange>;

export const NewDraftFiles = z
  .strictObject({ files, note: whatFor.default(''), basedOn })
  .meta({ id: 'NewRuleDraftFiles', example: { files: [fileExample], note: 'From the folder.' } });
export type NewDraftFiles = z.infer<typeof NewDraftFiles>;

export const DraftFilesChange = z
  .strictObject({ files, expectedRevision, note: whatFor.optional(), basedOn: rebasedOn })
  .meta({ id: 'RuleDraftFilesChange', example: { files: [fileExample], expectedRevision: 1 } });
export type DraftFilesChange = z.infer<typeof DraftFilesChange>;

export const DraftPublication = z
  .strictObject({ expectedVersion, expectedRevision, note: why, confirmedChanges })
  .meta({
    id: 'RuleDraftPublication',
    example: { expectedVersion: 3, expectedRevision: 2, note: 'Cut overstock a week earlier.' },
  });
export type DraftPublication = z.infer<typeof DraftPublication>;

export const DraftArchiving = z
  .strictObject({ expectedRevision, note: note.optional().describe('Why; kept in the audit log.') })
  .meta({ id: 'RuleDraftArchiving', example: { expectedRevision: 2, note: 'Not needed any more.' } });
export type DraftArchiving = z.infer<typeof DraftArchiving>;

export const Restoring = z
  .strictObject({ expectedVersion, note: why, confirmedChanges })
  .meta({ id: 'RuleSetRestoring', example: { expectedVersion: 4, note: 'The cut came too early.' } });
export type Restoring = z.infer<typeof Restoring>;

const placedFinding = RuleFinding.extend({
  file: z.string().optional().describe('Of a draft that came as files.'),
  line: z.int().optional(),
  column: z.int().optional(),
});
export const DraftView = z
  .object({
    ...RulesHead.shape,
    ruleSet: RuleSetView,
    check: RulesFindings.extend({ findings: z.array(placedFinding) }).describe('Without errors it may be published.'),
  })
  .meta({
    id: 'RuleDraft',
    example: {
      ...headExample,
      ...{ state: 'draft', replaced: null, publishedBy: null, publishedAt: null },
      ruleSet: ruleSetExample,
      check: { isValid: true, errors: 0, warnings: 0, findings: [] },
    },
  });
export type DraftView = z.infer<typeof DraftView>;

export const RuleFilesView = z
  .object({ version: z.int(), files: z.array(z.object({ fileName: z.string(), text: z.string() })) })
  .meta({ id: 'RuleFiles', example: { version: 4, files: [fileExample] } });
export type RuleFilesView = z.infer<typeof RuleFilesView>;

export const DiffQuery = z.strictObject({
  against: IdParam.optional().describe(
    'The version before. Left out: of a draft the one in force, else the one it replaced.',
  ),
});
export type DiffQuery = z.infer<typeof DiffQuery>;

const sentence = z.object({ id: z.string(), en: z.string() });
const change = z.object({
  op: z.enum(['add', 'remove', 'replace', 'move']),
  path: z.string().describe('JSON pointer into the document as the changes before this one left it (RFC 6902).'),
  from: z.string().optional().describe('Of a move.'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  sentence,
});
const changed = z.array(z.object({ name: z.string(), changes: z.array(change) }));
const rule = z.record(z.string(), z.unknown());
const placed = z.array(z.object({ rule, index: z.int().describe('Place in its set, from 0.'), sentence }));
const moved = z.array(z.object({ name: z.string(), from: z.int(), to: z.int(), sentence }));
const named = z.array(z.object({ name: z.string(), condition: z.unknown(), sentence }));
export const RulesDiffView = z
  .object({
    before: RulesHead,
    after: RulesHead,
    isEqual: z.boolean(),
    rules: z.object({
      added: placed,
      removed: placed,
      changed: changed.describe('Paths begin at the rule.'),
      moved: moved.describe('Rules that only stand elsewhere; places from 0.'),
    }),
    conditions: z.object({
      added: named,
      removed: named,
      changed: changed.describe('Paths begin at the name, as in conditions.json.'),
    }),
    onTie: z.object({ before: OnTie, after: OnTie, sentence }).nullable(),
  })
  .meta({
    id: 'RuleSetDiff',
    example: {
      before: { ...headExample, version: 3, state: 'archived' },
      after: headExample,
      isEqual: false,
      rules: {
        added: [],
        removed: [],
        changed: [
          {
            name: ruleExample.name,
            changes: [
              {
                op: 'replace',
                path: '/priority',
                before: 310,
                after: 320,
                sentence: { id: 'prioritas 310 -> 320', en: 'priority 310 -> 320' },
              },
            ],
          },
        ],
        moved: [],
      },
      conditions: { added: [], removed: [], changed: [] },
      onTie: null,
    },
  });
export type RulesDiffView = z.infer<typeof RulesDiffView>;

/** A version as it is shown outside, without its rules. */
export function rulesHead(row: Omit<RuleSetVersion, 'body'>, timeZone: string): RulesHead {
  const { version, state, note, basedOn, restoredFrom, replaced, revision, createdBy, publishedBy } = row;
  return {
    ...{ version, state, note, basedOn, restoredFrom, replaced, revision },
    createdBy,
    createdAt: formatInstant(row.createdAt, timeZone),
    updatedBy: row.updatedBy ?? createdBy,
    updatedAt: formatInstant(row.updatedAt ?? row.createdAt, timeZone),
    publishedBy,
    publishedAt: row.publishedAt === null ? null : formatInstant(row.publishedAt, timeZone),
  };
}
