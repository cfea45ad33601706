import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { RulesView } from '../../../../src/contract/rules-api';
import type { RuleSetJson } from '../../../api/rules';
import { editedSet, isChanged, isReadable, setJson, withSheet, type EditedSet, type Sheet } from './edited-set';
import { forgetEdits, keepEdits, readKeptEdits } from './kept-edits';

/** The draft as the server keeps it. */
export type KeptDraft = Pick<RulesView, 'version' | 'revision' | 'basedOn' | 'note'> & { ruleSet: RuleSetJson };

export interface Draft {
  kept: KeptDraft;
  set: EditedSet;
  ruleSet: RuleSetJson;
  /** Grows with every change. */
  edit: number;
  isDirty: boolean;
  /** Every text can be read. */
  isReadable: boolean;
  /** What is shown was typed on an earlier visit. */
  isRestored: boolean;
  change(set: EditedSet | ((now: EditedSet) => EditedSet)): void;
  changeSheet(sheet: Sheet): void;
  /** The server has it now; what was typed meanwhile stays. */
  saved(kept: KeptDraft): void;
  /** Goes on from another content. */
  restart(kept: KeptDraft, set?: EditedSet): void;
}

const KEEP_AFTER_MS = 400;

interface State {
  kept: KeptDraft;
  set: EditedSet;
  edit: number;
  isRestored: boolean;
}

/** A draft that is being edited. What was typed survives a reload in this browser until it is saved or given up. */
export function useDraft(opened: KeptDraft): Draft {
  const [state, setState] = useState<State>(() => opening(opened));
  const { kept, set } = state;
  const { version } = kept;
  const ruleSet = useMemo(() => setJson(set), [set]);
  const isDirty = useMemo(() => isChanged(set, kept.ruleSet), [set, kept]);

  const keep = useDebouncedCallback(
    (edits: EditedSet, revision: number) => keepEdits(version, { revision, set: edits }),
    {
      delay: KEEP_AFTER_MS,
      flushOnUnmount: true,
    },
  );
  useEffect(() => {
    if (isDirty) return keep(set, kept.revision);
    keep.cancel();
    forgetEdits(version);
  }, [isDirty, keep, kept.revision, set, version]);

  useEffect(() => {
    const flush = (): void => keep.flush();
    window.addEventListener('pagehide', flush);
    return () => window.removeEventListener('pagehide', flush);
  }, [keep]);

  const change: Draft['change'] = (next) =>
    setState((now) => ({ ...now, set: typeof next === 'function' ? next(now.set) : next, edit: now.edit + 1 }));
  return {
    ...state,
    ruleSet,
    isDirty,
    isReadable: [...set.rules, set.conditions].every(isReadable),
    change,
    changeSheet: (sheet) => setState((now) => ({ ...now, set: withSheet(now.set, sheet), edit: now.edit + 1 })),
    saved: (next) => setState((now) => ({ ...now, kept: next, isRestored: false })),
    restart: (next, from) =>
      setState((now) => ({ kept: next, set: from ?? editedSet(next.ruleSet), edit: now.edit + 1, isRestored: false })),
  };
}

/** Edits of an earlier visit go on from the revision that they were made on: saving finds out whether it has changed since. */
function opening(opened: KeptDraft): State {
  const edits = readKeptEdits(opened.version);
  if (edits === null) return { kept: opened, set: editedSet(opened.ruleSet), edit: 0, isRestored: false };
  return { kept: { ...opened, revision: edits.revision }, set: edits.set, edit: 0, isRestored: true };
}
