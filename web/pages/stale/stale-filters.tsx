import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFileTypeCsv, IconFileTypeXls, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { staleFileAddress, type StaleFilter } from '../../api/stale';
import { useLanguage } from '../../text/language';
import { partsText } from '../../text/parts';
import { staleText } from '../../text/stale';
import { useText } from '../../text/texts';
import classes from './stale.module.css';
import { useAgeName, type Age } from './ages';
import { SORTS } from './use-stale-filter';

/** Stands for products without a category in a list of choices; no category can be called so, names are trimmed. */
const NONE = ' ';
const TYPING_MS = 300;

interface StaleFiltersProps {
  filter: StaleFilter;
  change(change: Partial<StaleFilter>): void;
  categories: readonly (string | null)[];
  ages: readonly Age[];
  /** A choice of order too, where there are no columns to touch. */
  withSort: boolean;
}

/** What the list is narrowed by, and the same list as a file. */
export function StaleFilters({ filter, change, categories, ages, withSort }: StaleFiltersProps): React.JSX.Element {
  const text = useText(staleText);
  const ageName = useAgeName();
  const names = categories.map((category) =>
    category === null ? { value: NONE, label: text.noCategory } : { value: category, label: category },
  );
  return (
    <div className={classes.filters}>
      <Search value={filter.search ?? ''} onChange={(search) => change({ search })} />
      <Select
        label={text.scope}
        data={Object.entries(text.scopes).map(([value, label]) => ({ value, label }))}
        value={filter.scope}
        onChange={(scope) => change({ scope: (scope ?? 'stale') as StaleFilter['scope'] })}
        allowDeselect={false}
      />
      <Select
        label={text.category}
        placeholder={text.anyCategory}
        data={names}
        value={filter.category === null ? NONE : (filter.category ?? null)}
        onChange={(category) => change({ category: category === NONE ? null : (category ?? undefined) })}
        clearable
        searchable
      />
      <Select
        label={text.age}
        placeholder={text.anyAge}
        data={ages.map((age) => ({ value: String(age.from), label: ageName(age) }))}
        value={filter.bucket === undefined ? null : String(filter.bucket)}
        onChange={(from) => change({ bucket: from === null ? undefined : Number(from) })}
        clearable
      />
      {withSort && <SortChoice filter={filter} change={change} />}
      <Downloads filter={filter} />
    </div>
  );
}

function Search({ value, onChange }: { value: string; onChange(value: string): void }): React.JSX.Element {
  const text = useText(staleText);
  const { clearSearch } = useText(partsText);
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setTyped(value), [value]); // the back button, or a bar that was touched
  const type = (now: string): void => {
    setTyped(now);
    tell(now);
  };
  return (
    <TextInput
      aria-label={text.search}
      placeholder={text.search}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={clearSearch} onClick={() => type('')} />}
      value={typed}
      maxLength={100}
      onChange={(event) => type(event.currentTarget.value)}
      className={classes.search!}
    />
  );
}

function SortChoice({ filter, change }: Pick<StaleFiltersProps, 'filter' | 'change'>): React.JSX.Element {
  const text = useText(staleText);
  const names: Record<string, string> = {
    staleValue: text.staleValue,
    staleUnits: text.staleUnits,
    onHand: text.onHand,
    ageDaysOldest: text.oldest,
    daysSinceLastSale: text.lastSale,
    units30: text.units30,
    name: text.product,
  };
  return (
    <Select
      label={text.sort}
      data={SORTS.map((value) => ({ value, label: names[value] ?? value }))}
      value={filter.sort}
      onChange={(sort) => change({ sort: sort ?? 'staleValue', order: sort === 'name' ? 'asc' : 'desc' })}
      allowDeselect={false}
    />
  );
}

/** The rows on the screen and all pages after, as a file. */
function Downloads({ filter }: { filter: StaleFilter }): React.JSX.Element {
  const text = useText(staleText);
  const language = useLanguage();
  return (
    <Button.Group aria-label={text.download}>
      <Button
        component="a"
        href={staleFileAddress(filter, 'csv', language)}
        download
        variant="default"
        leftSection={<IconFileTypeCsv size={18} aria-hidden />}
      >
        {text.csv}
      </Button>
      <Button
        component="a"
        href={staleFileAddress(filter, 'xlsx', language)}
        download
        variant="default"
        leftSection={<IconFileTypeXls size={18} aria-hidden />}
      >
        {text.xlsx}
      </Button>
    </Button.Group>
  );
}
