import { Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { lazy, memo, Suspense, useEffect, useRef, useState, type RefObject } from 'react';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import { SORTS, type InboxAddress } from './use-filter';

// The chips open lists of choices; what floats is fetched beside the first sight of the list.
const FilterChips = lazy(() => import('./filter-chips').then((made) => ({ default: made.FilterChips })));

interface FilterBarProps {
  address: InboxAddress;
  scale: number;
  searchBox: RefObject<HTMLInputElement | null>;
}

/** Search, order, and one chip per thing that the list can be narrowed by. */
export const FilterBar = memo(function FilterBar({ address, scale, searchBox }: FilterBarProps): React.JSX.Element {
  const text = useText(inboxText);
  const { filter } = address;
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap">
        <SearchBox value={filter.search} onChange={address.setSearch} box={searchBox} />
        <NativeSelect
          aria-label={text.sort}
          data={SORTS.map((sort) => ({ value: sort, label: text.sorts[sort] }))}
          value={address.sort}
          onChange={({ currentTarget }) =>
            address.sortBy(SORTS.find((each) => each === currentTarget.value) ?? 'atStake')
          }
          w={{ base: 150, sm: 230 }}
          styles={{ input: { minHeight: 40 } }}
        />
      </Group>
      <Suspense fallback={<div className={classes.filters} style={{ height: 46 }} />}>
        <FilterChips address={address} scale={scale} />
      </Suspense>
    </Stack>
  );
});

interface SearchBoxProps {
  value: string;
  onChange(value: string): void;
  box: RefObject<HTMLInputElement | null>;
}

function SearchBox({ value, onChange, box }: SearchBoxProps): React.JSX.Element {
  const text = useText(inboxText);
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next.trim();
    onChange(told.current);
  }, 250);
  useEffect(() => {
    // The address was changed by something else, such as the way back.
    if (value !== told.current) {
      told.current = value;
      setTyped(value);
    }
  }, [value]);
  return (
    <TextInput
      ref={box}
      type="search"
      flex={1}
      maw={420}
      aria-label={text.search}
      placeholder={text.search}
      maxLength={100}
      value={typed}
      leftSection={<IconSearch size={16} aria-hidden />}
      styles={{ input: { minHeight: 40 } }}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
}

/** How many there are, beside the name of a part. */
export function Count({ count }: { count: number | undefined }): React.JSX.Element | null {
  const format = useFormat();
  return count === undefined ? null : <span className={classes.count}>{format.number(count)}</span>;
}
