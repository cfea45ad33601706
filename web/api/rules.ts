import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type { DraftView, RulesDiffView } from '../../src/contract/rule-versions';
import type { FactView, RuleHitsView, RulesFindings, RulesHead, RulesView } from '../../src/contract/rules-api';
import { at, call } from './call';
import { queryClient, useSend } from './client';

/** A set as the screens hold it: what is inside a rule may be half-written. */
export interface RuleSetJson {
  rules: Record<string, unknown>[];
  conditions: Record<string, unknown>;
  onTie: RulesView['ruleSet']['onTie'];
}

export type FoundExample = NonNullable<RulesFindings['examples']>[number];
export type RuleFinding = RulesFindings['findings'][number];

const RULES = ['rules'];
const versionKey = (version: number): unknown[] => ['rules', 'version', version];

/** Everything about rules is asked anew: a version was published, put back, made or discarded. */
function rulesHaveChanged(): void {
  void queryClient.invalidateQueries({ queryKey: RULES });
}

export function useRulesInForce() {
  return useQuery({
    queryKey: ['rules', 'in-force'],
    queryFn: ({ signal }) => call<RulesView>({ path: '/rules', signal }),
  });
}

export function useRuleVersion(version: number) {
  return useQuery({
    queryKey: versionKey(version),
    queryFn: ({ signal }) => call<RulesView>({ path: at`/rules/versions/${version}`, signal }),
  });
}

/** A version as it is now, past everything that is remembered of it. */
export function readRuleVersion(version: number): Promise<RulesView> {
  return call<RulesView>({ path: at`/rules/versions/${version}` });
}

/** Versions without their rules, newest first. */
export function useRuleVersions(state?: RulesHead['state']) {
  return useInfiniteQuery({
    queryKey: ['rules', 'versions', { state }],
    queryFn: ({ signal, pageParam }) =>
      call<Page<RulesHead>>({ path: '/rules/versions', query: { state, after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

export function useRuleHits(version: number) {
  return useQuery({
    queryKey: ['rules', 'hits', version],
    queryFn: ({ signal }) => call<RuleHitsView>({ path: at`/rules/versions/${version}/hits`, signal }),
    staleTime: 60_000,
  });
}

export function useVersionFindings(version: number) {
  return useQuery({
    queryKey: ['rules', 'findings', version],
    queryFn: ({ signal }) => call<RulesFindings>({ path: at`/rules/versions/${version}/findings`, signal }),
    staleTime: 60_000,
  });
}

/** @param against left out: what the server compares with (of a draft the version in force, else the one it replaced) */
export function useRulesDiff(version: number, against: number | null, revision: number) {
  return useQuery({
    queryKey: ['rules', 'diff', version, against, revision],
    queryFn: ({ signal }) =>
      call<RulesDiffView>({ path: at`/rules/versions/${version}/diff`, query: { against }, signal }),
    retry: false,
  });
}

export function useFacts() {
  return useQuery({
    queryKey: ['facts'],
    queryFn: ({ signal }) => call<Page<FactView>>({ path: '/facts', signal }).then(({ items }) => items),
    staleTime: 600_000,
  });
}

/** The JSON Schema of a rule, for the code editor. */
export function useRuleSchema() {
  return useQuery({
    queryKey: ['rule-schema'],
    queryFn: ({ signal }) => call<Record<string, unknown>>({ path: '/rules/schema', signal }),
    staleTime: Infinity,
  });
}

/**
 * What is wrong with a set as it stands in the editor, and how the examples of one rule come out.
 * @param edit counts the changes: the same number means the same set
 */
export function useSetCheck(draft: number, ruleSet: RuleSetJson, edit: number, examplesOf: number | null) {
  return useQuery({
    queryKey: ['set-check', draft, edit, examplesOf],
    queryFn: async ({ signal }) => {
      const body = { ruleSet, ...(examplesOf === null ? {} : { examplesOf }) };
      const found = await call<RulesFindings>({ method: 'POST', path: '/rules/check', body, signal });
      return { ...found, edit, examplesOf };
    },
    placeholderData: (before) => before,
    gcTime: 10_000,
    staleTime: Infinity,
  });
}

export function useNewDraft() {
  return useSend<{ basedOn?: number; note?: string }, DraftView>(
    (body) => ({ path: '/rules/drafts', body }),
    rulesHaveChanged,
  );
}

export interface DraftSaving {
  version: number;
  ruleSet: RuleSetJson;
  expectedRevision: number;
  note?: string;
  basedOn?: number;
}

export function useSaveDraft() {
  return useSend<DraftSaving, DraftView>(
    ({ version, ...body }) => ({ method: 'PUT', path: at`/rules/drafts/${version}`, body }),
    rulesHaveChanged,
  );
}

export function useArchiveDraft() {
  return useSend<{ version: number; expectedRevision: number }, RulesView>(
    ({ version, ...body }) => ({ path: at`/rules/drafts/${version}/archive`, body }),
    rulesHaveChanged,
  );
}

export interface Publishing {
  version: number;
  expectedVersion: number;
  expectedRevision: number;
  note: string;
  confirmedChanges?: number;
}

export function usePublishDraft() {
  return useSend<Publishing, RulesView>(
    ({ version, ...body }) => ({ path: at`/rules/drafts/${version}/publish`, body }),
    rulesHaveChanged,
  );
}

export interface PuttingBack {
  version: number;
  expectedVersion: number;
  note: string;
  confirmedChanges?: number;
}

export function usePutBack() {
  return useSend<PuttingBack, RulesView>(
    ({ version, ...body }) => ({ path: at`/rules/versions/${version}/restore`, body }),
    rulesHaveChanged,
  );
}
