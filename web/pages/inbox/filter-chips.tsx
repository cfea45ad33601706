import { Button, Checkbox, Popover, Radio, Stack } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { MARKS } from '../../../src/core/approval/marks';
import { useSuggestionTotals, type InboxFilter } from '../../api/suggestions';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import { useChannelName } from './row-parts';
import { KINDS, type InboxAddress } from './use-filter';

const AGES = [30, 60, 90, 180];
/** In whole units of the currency; the smallest unit is up to the shop. */
const AMOUNTS = [10_000, 50_000, 100_000, 500_000, 1_000_000];
const NOTHING: Pick<
  InboxFilter,
  'kind' | 'channel' | 'category' | 'rule' | 'mark' | 'minAgeDays' | 'minAtStake' | 'search'
> = {
  kind: [],
  channel: [],
  category: [],
  rule: [],
  mark: [],
  minAgeDays: null,
  minAtStake: null,
  search: '',
};

interface Choice {
  value: string;
  label: string;
  count?: number;
}

interface FilterChipsProps {
  address: InboxAddress;
  scale: number;
}

/** One chip per thing that the list can be narrowed by. */
export function FilterChips({ address, scale }: FilterChipsProps): React.JSX.Element {
  const text = useText(inboxText);
  const parts = useText(partsText);
  const format = useFormat();
  const channelName = useChannelName();
  const { filter } = address;
  // What there is to choose from: of everything in this part of the inbox, however it is narrowed.
  const there = useSuggestionTotals({ ...NOTHING, state: filter.state }).data?.by;
  const counted = (sums: { name: string; count: number }[] | undefined, label: (name: string) => string): Choice[] =>
    (sums ?? [])
      .filter(({ name }) => name !== '')
      .map(({ name, count }) => ({ value: name, label: label(name), count }));
  const money = (amount: number): number => amount * 10 ** scale;
  return (
    <div className={classes.filters} role="group" aria-label={text.filters} tabIndex={-1}>
      <Several
        name={text.channel}
        choices={counted(there?.channel, channelName)}
        chosen={filter.channel}
        onChange={(values) => address.setList('channel', values)}
      />
      <Several
        name={text.kind}
        choices={counted(there?.kind, (kind) => parts.kinds[KINDS.find((each) => each === kind)!])}
        chosen={filter.kind}
        onChange={(values) => address.setList('kind', values)}
      />
      <Several
        name={text.category}
        choices={counted(there?.category, (name) => name)}
        chosen={filter.category}
        onChange={(values) => address.setList('category', values)}
      />
      <Least
        name={text.age}
        choices={AGES.map((days) => ({ value: days, label: text.ageFrom({ days: format.number(days) }) }))}
        chosen={filter.minAgeDays}
        onChange={(days) => address.setLeast('minAgeDays', days)}
      />
      <Least
        name={text.money}
        choices={AMOUNTS.map((amount) => ({
          value: money(amount),
          label: text.moneyFrom({ amount: format.money(money(amount)) }),
        }))}
        chosen={filter.minAtStake}
        onChange={(amount) => address.setLeast('minAtStake', amount)}
      />
      <Several
        name={text.rule}
        choices={counted(there?.rule, (name) => name)}
        chosen={filter.rule}
        onChange={(values) => address.setList('rule', values)}
      />
      <Several
        name={text.mark}
        choices={MARKS.map((mark) => ({ value: mark, label: text.marks[mark] }))}
        chosen={filter.mark}
        onChange={(values) => address.setList('mark', values)}
      />
      {address.isNarrowed && (
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          h={40}
          leftSection={<IconX size={15} aria-hidden />}
          onClick={address.clear}
        >
          {parts.clearFilters}
        </Button>
      )}
    </div>
  );
}

interface SeveralProps {
  name: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange(values: string[]): void;
}

function Several({ name, choices, chosen, onChange }: SeveralProps): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  // What is chosen can be taken back, also when nothing of it waits any more.
  const gone = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  const all: Choice[] = [...choices, ...gone.map((value) => ({ value, label: value, count: 0 }))];
  const first = all.find(({ value }) => value === chosen[0])?.label ?? '';
  const shown = chosen.length === 0 ? name : chosen.length === 1 ? first : `${first} +${chosen.length - 1}`;
  return (
    <Chip name={name} shown={shown} isOn={chosen.length > 0} count={chosen.length}>
      <div className={classes.choices}>
        <Stack gap={0}>
          {all.length === 0 && text.any}
          {all.map(({ value, label, count }) => (
            <Checkbox
              key={value}
              checked={chosen.includes(value)}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
              }
              label={count === undefined ? label : `${label} (${format.number(count)})`}
              styles={{ body: { alignItems: 'center', minHeight: 40 }, label: { paddingBlock: 8 } }}
            />
          ))}
        </Stack>
      </div>
    </Chip>
  );
}

interface LeastProps {
  name: string;
  choices: readonly { value: number; label: string }[];
  chosen: number | null;
  onChange(value: number | null): void;
}

function Least({ name, choices, chosen, onChange }: LeastProps): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const known =
    choices.find(({ value }) => value === chosen)?.label ?? (chosen === null ? name : format.number(chosen));
  return (
    <Chip name={name} shown={known} isOn={chosen !== null} count={chosen === null ? 0 : 1}>
      <Radio.Group
        aria-label={name}
        value={chosen === null ? '' : String(chosen)}
        onChange={(value) => onChange(value === '' ? null : Number(value))}
      >
        <Stack gap={0}>
          {[{ value: '', label: text.any }, ...choices].map(({ value, label }) => (
            <Radio
              key={value}
              value={String(value)}
              label={label}
              styles={{ body: { alignItems: 'center', minHeight: 40 }, label: { paddingBlock: 8 } }}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Chip>
  );
}

interface ChipProps {
  name: string;
  shown: string;
  isOn: boolean;
  count: number;
  children: React.ReactNode;
}

function Chip({ name, shown, isOn, count, children }: ChipProps): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus width="max-content">
      <Popover.Target>
        <Button
          variant={isOn ? 'light' : 'default'}
          size="sm"
          h={40}
          radius="xl"
          px="md"
          fw={isOn ? 600 : 500}
          rightSection={<IconChevronDown size={15} aria-hidden />}
          aria-label={isOn ? text.chosen({ name, count: format.number(count) }) : name}
        >
          <span style={{ maxWidth: 180, overflow: 'hidden', textOverflow: 'ellipsis', lineHeight: 1.5 }}>{shown}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw="min(340px, 92vw)">{children}</Popover.Dropdown>
    </Popover>
  );
}
