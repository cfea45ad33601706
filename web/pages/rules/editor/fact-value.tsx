import { Autocomplete, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import type { FactView } from '../../../../src/contract/rules-api';
import { useChannels } from '../../../api/channels';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { FigureInput } from './figure-input';

interface FactValueProps {
  fact: FactView;
  label: string;
  value: unknown;
  onChange(value: unknown): void;
}

/** What such a fact may be among: the shop's channels, or what the last run saw most. */
export function useSuggestions(fact: FactView): string[] {
  const channels = useChannels().data;
  if (fact.name === 'channel.code') return (channels ?? []).map(({ code }) => code);
  return (fact.seen?.values?.top ?? []).map(({ value }) => value).filter((value) => typeof value === 'string');
}

/** One value of a fact's type. */
export function FactValue({ fact, label, value, onChange }: FactValueProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const suggestions = useSuggestions(fact);
  if (fact.type === 'number') {
    return <FigureInput {...{ label, value, onChange }} isLabelHidden unit={fact.unit} isWhole={fact.isWhole} />;
  }
  if (fact.type === 'boolean') {
    return (
      <SegmentedControl
        aria-label={label}
        value={value === true ? 'yes' : 'no'}
        onChange={(next) => onChange(next === 'yes')}
        data={[
          { value: 'yes', label: text.yes },
          { value: 'no', label: text.no },
        ]}
      />
    );
  }
  if (fact.unit === 'day') {
    return (
      <TextInput
        type="date"
        aria-label={label}
        value={String(value ?? '')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <Autocomplete aria-label={label} data={[...new Set(suggestions)]} value={String(value ?? '')} onChange={onChange} />
  );
}

/** Several values of a fact's type. */
export function FactValues({ fact, label, value, onChange }: FactValueProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const suggestions = useSuggestions(fact);
  const items = Array.isArray(value) ? value.map(String) : [];
  const take = (next: string[]): void =>
    onChange(fact.type === 'number' ? next.map(Number).filter((each) => Number.isFinite(each)) : next);
  return (
    <TagsInput
      aria-label={label}
      placeholder={items.length === 0 ? text.listHint : ''}
      data={[...new Set(suggestions)]}
      value={items}
      onChange={take}
    />
  );
}
