import type { EditedSet } from './edited-set';

/** What was typed and not saved stays in this browser, under the draft's number. */
export interface KeptEdits {
  /** Of the draft when it was opened. */
  revision: number;
  set: EditedSet;
}

const keyOf = (version: number): string => `larisin.rules-draft.${version}`;

export function readKeptEdits(version: number): KeptEdits | null {
  try {
    const kept = localStorage.getItem(keyOf(version));
    return kept === null ? null : (JSON.parse(kept) as KeptEdits);
  } catch {
    return null; // not ours, or the browser keeps nothing
  }
}

export function keepEdits(version: number, edits: KeptEdits): void {
  try {
    localStorage.setItem(keyOf(version), JSON.stringify(edits));
  } catch {
    // Full or forbidden: leaving the page still asks first.
  }
}

export function forgetEdits(version: number): void {
  localStorage.removeItem(keyOf(version));
}
