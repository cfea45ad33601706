import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useSkuSearch } from '../api/products';

interface ProductPickerProps {
  label: string;
  placeholder: string;
  /** Said while nothing is typed, and when nothing is found. */
  typeFirst: string;
  none: string;
  /** The SKU that is chosen. */
  value: string | null;
  /** Products that are offered before anything is typed. */
  offered: readonly Choice[];
  disabled?: boolean;
  onChange(chosen: Choice | null): void;
}

export interface Choice {
  sku: string;
  name: string;
}

const ASK_AFTER_MS = 250;

/** Finds a product by words of its SKU or name. */
export function ProductPicker(props: ProductPickerProps): React.JSX.Element {
  const { label, placeholder, typeFirst, none, value, offered, disabled, onChange } = props;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, ASK_AFTER_MS);
  const found = useSkuSearch(search).data ?? [];
  // The chosen one stays in the list, or the field would forget what it shows.
  const [chosen, setChosen] = useState<Choice | null>(null);
  const isAsking = typed.trim() !== '' && typed !== titleOf(chosen);
  const choices = new Map<string, Choice>();
  for (const each of [...(isAsking ? found : offered), ...(chosen === null ? [] : [chosen])])
    choices.set(each.sku, each);
  const picked = value === null ? null : [...offered, ...choices.values()].find(({ sku }) => sku === value);
  if (picked != null) choices.set(picked.sku, picked);
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': label }}
      disabled={disabled ?? false}
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      data={[...choices.values()].map((each) => ({ value: each.sku, label: titleOf(each) }))}
      filter={({ options }) => options}
      nothingFoundMessage={isAsking ? none : typeFirst}
      renderOption={({ option }) => (
        <div style={{ minWidth: 0 }}>
          <Text fz="sm">{choices.get(option.value)?.name}</Text>
          <Text fz="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {option.value}
          </Text>
        </div>
      )}
      onChange={(sku) => {
        const next = sku === null ? null : (choices.get(sku) ?? null);
        setChosen(next);
        onChange(next);
      }}
    />
  );
}

const titleOf = (choice: Choice | null): string => (choice === null ? '' : `${choice.name} · ${choice.sku}`);
