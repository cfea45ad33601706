import { Select, Stack, Text, type ComboboxItem, type ComboboxParsedItem, type OptionsFilter } from '@mantine/core';
import { useMemo } from 'react';
import type { FactView } from '../../../../src/contract/rules-api';
import { ruleEditorText } from '../../../text/rule-editor';
import { ruleWordsText } from '../../../text/rule-words';
import { useText } from '../../../text/texts';
import { useFactBook, useFactWords } from '../fact-words';
import { useSpreadWords } from './fact-spread';

interface FactPickerProps {
  label: string;
  isLabelHidden?: boolean;
  value: string | null;
  onChange(name: string): void;
  /** Which facts are offered; all by default. Companions never are: "is known" is a comparison here. */
  isOffered?(fact: FactView): boolean;
}

/** Chooses a fact by what it means: the sentence is searched, and each is shown with how it lies over the shop. */
export function FactPicker({ label, isLabelHidden = false, value, onChange, isOffered }: FactPickerProps) {
  const text = useText(ruleEditorText).conditions;
  const groupWords = useText(ruleWordsText).groups;
  const words = useFactWords();
  const spread = useSpreadWords();
  const { list, byName } = useFactBook();
  const offered = list.filter((fact) => fact.knownOf === null && (isOffered?.(fact) ?? true));
  const groups = [...new Set(offered.map(({ name }) => groupOf(name)))];
  const known = value === null || offered.some(({ name }) => name === value);
  const data = [
    ...groups.map((group) => ({
      group: Object.hasOwn(groupWords, group) ? groupWords[group as keyof typeof groupWords] : group,
      items: offered
        .filter(({ name }) => groupOf(name) === group)
        .map(({ name }) => ({ value: name, label: words.label(name) })),
    })),
    ...(known ? [] : [{ group: '?', items: [{ value: value, label: value }] }]),
  ];
  const filter = useMemo(() => filterBy(byName), [byName]);
  return (
    <Select
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      placeholder={text.factSearch}
      nothingFoundMessage={text.noFact}
      searchable
      onFocus={(event) => event.currentTarget.select()} // typing looks for another one
      allowDeselect={false}
      value={value}
      onChange={(name) => name !== null && onChange(name)}
      data={data}
      filter={filter}
      maxDropdownHeight={340}
      comboboxProps={{ width: 420, position: 'bottom-start', middlewares: { shift: true, flip: true } }}
      renderOption={({ option }) => (
        <FactOption name={option.value} label={option.label} about={byName.get(option.value)} {...{ spread }} />
      )}
    />
  );
}

const groupOf = (name: string): string => name.split('.')[0] ?? name;

/** By any word of the sentence in either language, or of the name. */
function filterBy(byName: ReadonlyMap<string, FactView>): OptionsFilter {
  const isFound = (option: ComboboxItem, words: string[]): boolean => {
    const fact = byName.get(option.value);
    const said = `${option.value} ${option.label} ${fact?.sentence.id ?? ''} ${fact?.sentence.en ?? ''}`.toLowerCase();
    return words.every((word) => said.includes(word));
  };
  return ({ options, search }) => {
    const words = search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found: ComboboxParsedItem[] = [];
    for (const option of options) {
      if (!('group' in option)) {
        if (isFound(option, words)) found.push(option);
        continue;
      }
      const items = option.items.filter((item) => isFound(item, words));
      if (items.length > 0) found.push({ ...option, items });
    }
    return found;
  };
}

interface FactOptionProps {
  name: string;
  label: string;
  about: FactView | undefined;
  spread(fact: FactView): string;
}

function FactOption({ name, label, about, spread }: FactOptionProps): React.JSX.Element {
  return (
    <Stack gap={0}>
      <Text fz="sm">{label}</Text>
      <Text fz="xs" c="dimmed" ff="monospace">
        {name}
      </Text>
      {about !== undefined && (
        <Text fz="xs" c="dimmed">
          {spread(about)}
        </Text>
      )}
    </Stack>
  );
}
