import { useLanguage } from '../../../text/language';
import { ruleEditorText } from '../../../text/rule-editor';
import { ruleWordsText } from '../../../text/rule-words';
import { useText } from '../../../text/texts';
import { useFactBook, useFactWords } from '../fact-words';
import { useSpreadWords } from './fact-spread';

/** All that the code editor tells of a fact: its sentence, its range, how it lies over the shop; of an operator its word. Null: neither. */
export function useFactTelling(): (name: string) => string | null {
  const language = useLanguage();
  const text = useText(ruleEditorText).spread;
  const { nothing, ops } = useText(ruleWordsText);
  const { byName } = useFactBook();
  const words = useFactWords();
  const spread = useSpreadWords();
  return (name) => {
    const fact = byName.get(name);
    if (fact === undefined) return Object.hasOwn(ops, name) ? ops[name as keyof typeof ops] : null;
    const [from, to] = fact.range ?? [null, null];
    const end = (value: number | null): string => (value === null ? '…' : words.value(name, value));
    const range = from === null && to === null ? [] : [text.range({ from: end(from), to: end(to) })];
    const lines = [
      `${fact.sentence[language]}.`,
      ...range,
      spread(fact),
      ...(fact.nullable ? [`null = ${nothing}`] : []),
    ];
    return lines.filter((line) => line !== '').join('\n');
  };
}
