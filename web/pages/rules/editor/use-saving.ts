import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { RulesView } from '../../../../src/contract/rules-api';
import { ApiProblem } from '../../../api/problem';
import { readRuleVersion, useSaveDraft, type RuleSetJson } from '../../../api/rules';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { editedSet } from './edited-set';
import type { Draft, KeptDraft } from './use-draft';

export interface Saving {
  isPending: boolean;
  /** What the server would not have, apart from a conflict. */
  problem: unknown;
  /** The draft as somebody else has saved it meanwhile. */
  theirs: RulesView | null;
  /** Rejects where it was not saved. */
  save(): Promise<KeptDraft>;
  /** Saves what was chosen of two versions, over the other one's. */
  saveChosen(chosen: RuleSetJson): void;
  takeTheirs(): void;
  forgetConflict(): void;
}

const CONFLICTS = ['revision-conflict', 'not-a-draft'];

/** Saves a draft over the revision that was seen; where somebody was faster their version is fetched, to choose. */
export function useSaving(draft: Draft): Saving {
  const text = useText(ruleEditorText);
  const sending = useSaveDraft();
  const [theirs, setTheirs] = useState<RulesView | null>(null);
  const isConflict = sending.error instanceof ApiProblem && CONFLICTS.includes(sending.error.code);

  const send = async (ruleSet: RuleSetJson, expectedRevision: number): Promise<KeptDraft> => {
    const { version } = draft.kept;
    try {
      return await sending.sendAsync({ version, ruleSet, expectedRevision });
    } catch (error) {
      if (error instanceof ApiProblem && CONFLICTS.includes(error.code)) setTheirs(await readRuleVersion(version));
      throw error;
    }
  };
  const save = async (): Promise<KeptDraft> => {
    const kept = await send(draft.ruleSet, draft.kept.revision);
    draft.saved(kept);
    notifications.show({ message: text.savedNote, color: 'leaf' });
    return kept;
  };
  const saveChosen = (chosen: RuleSetJson): void => {
    if (theirs === null) return;
    void send(chosen, theirs.revision).then(
      (kept) => {
        draft.restart(kept, editedSet(kept.ruleSet));
        setTheirs(null);
      },
      () => undefined, // the conflict is shown anew, or the problem beside the button
    );
  };
  return {
    isPending: sending.isPending,
    problem: isConflict ? null : sending.error,
    theirs,
    save,
    saveChosen,
    takeTheirs: () => {
      if (theirs !== null) draft.restart(theirs);
      setTheirs(null);
    },
    forgetConflict: () => setTheirs(null),
  };
}
