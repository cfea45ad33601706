import { Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useProductGroups } from '../../api/products';
import { productsText } from '../../text/products';
import { useText } from '../../text/texts';
import { SORTS, useProductFilter } from './use-product-filter';

const TYPING_MS = 250;

/** Search, filters and order of the list. */
export function ProductFilters(): React.JSX.Element {
  const text = useText(productsText);
  const groups = useProductGroups();
  const { filter, change } = useProductFilter();
  return (
    <Group gap="sm" align="flex-end">
      <SearchBox />
      {(groups.data?.categories.length ?? 0) > 0 && (
        <Select
          aria-label={text.category}
          placeholder={text.allCategories}
          data={groups.data!.categories}
          value={filter.category ?? null}
          onChange={(category) => change({ category })}
          searchable
          clearable
          w={{ base: '100%', xs: 200 }}
        />
      )}
      {(groups.data?.brands.length ?? 0) > 0 && (
        <Select
          aria-label={text.brand}
          placeholder={text.allBrands}
          data={groups.data!.brands}
          value={filter.brand ?? null}
          onChange={(brand) => change({ brand })}
          searchable
          clearable
          w={{ base: '100%', xs: 180 }}
        />
      )}
      <SegmentedControl
        aria-label={text.show}
        data={[
          { value: '', label: text.all },
          { value: '1', label: text.onlyStale },
        ]}
        value={filter.flagged ? '1' : ''}
        onChange={(stale) => change({ stale })}
      />
      <Select
        hiddenFrom="sm"
        aria-label={text.sort}
        data={SORTS.map((sort) => ({ value: sort, label: text.sorts[sort] }))}
        value={filter.sort}
        onChange={(sort) => change({ sort, order: null })}
        allowDeselect={false}
        flex={1}
      />
    </Group>
  );
}

/** What is typed is asked for when the typing pauses. */
function SearchBox(): React.JSX.Element {
  const text = useText(productsText);
  const { filter, change } = useProductFilter();
  const { search } = filter;
  const [typed, setTyped] = useState(search ?? '');
  const [before, setBefore] = useState(search);
  if (search !== before) {
    setBefore(search);
    // Cleared elsewhere; what is typed meanwhile stays.
    if (search === undefined && typed.trim() === before) setTyped('');
  }
  const ask = useDebouncedCallback((q: string) => change({ q: q.trim() }), TYPING_MS);
  return (
    <TextInput
      type="search"
      aria-label={text.search}
      placeholder={text.search}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      maxLength={100}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        ask(value);
      }}
      flex="1 1 280px"
    />
  );
}
