import { useCallback } from 'react';
import type { RuleFinding } from '../../api/rules';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { findingInIndonesian } from '../../text/rule-findings';

export interface FindingWords {
  said: string;
  /** What to do; null: only the author can know, or the button says it. */
  mend: string | null;
}

/** What findings count, to be written as people write numbers. */
const COUNTS = ['rows', 'fired', 'products'];

/** A finding in the reader's language. */
export function useFindingWords(): (finding: RuleFinding) => FindingWords {
  const language = useLanguage();
  const format = useFormat();
  return useCallback(
    ({ code, message, mend, values }) => {
      const counts = Object.fromEntries(
        COUNTS.flatMap((name) => (typeof values[name] === 'number' ? [[name, format.number(values[name])]] : [])),
      );
      const said = language === 'id' ? findingInIndonesian(code, { ...values, ...counts }) : null;
      return said === null ? { said: message, mend } : { said, mend: null };
    },
    [format, language],
  );
}
