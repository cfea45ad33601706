import type { SuggestionView } from '../../../src/contract/suggestions';
import type { Refusal } from './use-decisions';

/** What can be done with a row. Stable over renders, so that a row is drawn anew only when it changes itself. */
export interface RowActions {
  approve(row: SuggestionView): void;
  adjust(row: SuggestionView): void;
  reject(row: SuggestionView): void;
  takeBack(row: SuggestionView): void;
  toggle(row: SuggestionView, isRange: boolean): void;
  activate(row: SuggestionView): void;
  dismiss(row: SuggestionView): void;
  lookAgain(): void;
}

export interface RowProps {
  row: SuggestionView;
  /** The name of its channel. */
  channel: string;
  isActive: boolean;
  isSelected: boolean;
  /** The reader may decide. */
  mayDecide: boolean;
  /** The reader gave the first of two approvals. */
  isOwnFirst: boolean;
  refusal: Refusal | undefined;
  actions: RowActions;
}

/** A price that can be named: an alert has none, a restore goes to the base price. */
export const isAdjustable = ({ kind }: SuggestionView): boolean => kind !== 'alert' && kind !== 'restore';
