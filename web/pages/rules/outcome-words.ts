import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { ruleWordsText } from '../../text/rule-words';
import { useText } from '../../text/texts';
import { isObject } from './editor/pointer';

const BP_PER_PERCENT = 100;

/** What a rule proposes, in words; parts that are still missing are left out. */
export function useOutcomeWords(): (event: unknown) => string {
  const text = useText(ruleWordsText).outcome;
  const format = useFormat();
  const language = useLanguage();
  const percent = (value: unknown): string =>
    typeof value === 'number' ? format.percent(value * BP_PER_PERCENT) : '?';
  return (event) => {
    if (!isObject(event)) return '';
    if (event.type === 'restore') return text.restore;
    const params = isObject(event.params) ? event.params : {};
    const message = isObject(params.message) ? params.message[language] : params.message;
    const said = params.reason ?? message;
    if (typeof said === 'string') return said;
    const parts: string[] = [];
    if (params.percent !== undefined) parts.push(text.percent({ value: percent(params.percent) }));
    if (typeof params.amount === 'number') parts.push(text.amount({ value: format.money(params.amount) }));
    if (typeof params.price === 'number') parts.push(text.price({ value: format.money(params.price) }));
    if (isObject(params.optimise)) {
      const { minPercent, maxPercent, clearWithinDays } = params.optimise;
      const days = typeof clearWithinDays === 'number' ? format.number(clearWithinDays) : '?';
      parts.push(text.optimise({ min: percent(minPercent), max: percent(maxPercent), days }));
    }
    if (typeof params.partner === 'string') {
      parts.push(params.partner === 'best' ? text.partnerBest : text.partner({ sku: params.partner }));
    }
    return parts.join(', ');
  };
}
