import { Box, Group, NativeSelect, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import classes from './rules.module.css';

export interface NavItem {
  key: string;
  /** The sentence. */
  title: string;
  name: string;
  isOff?: boolean;
  /** What is to be seen at a glance: changed, errors, remarks. */
  marks?: readonly { colour: string; label: string }[];
}

interface RuleNavProps {
  items: readonly NavItem[];
  selected: string;
  onSelect(key: string): void;
}

/** The documents of a set, to choose one: a list beside it, on a phone a choice above it. */
export function RuleNav({ items, selected, onSelect }: RuleNavProps): React.JSX.Element {
  const text = useText(rulesText);
  return (
    <>
      <NativeSelect
        hiddenFrom="md"
        size="md"
        aria-label={text.list}
        value={selected}
        onChange={(event) => onSelect(event.currentTarget.value)}
        data={items.map(({ key, title, marks = [] }) => ({
          value: key,
          label: [title, ...marks.map(({ label }) => label)].join(' · '),
        }))}
      />
      <Box component="nav" visibleFrom="md" aria-label={text.list}>
        <ScrollArea.Autosize mah="calc(100vh - 130px)" type="hover" scrollbarSize={6}>
          <Stack gap={2} pr="xs">
            {items.map((item) => (
              <NavButton key={item.key} item={item} isSelected={item.key === selected} onSelect={onSelect} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Box>
    </>
  );
}

interface NavButtonProps {
  item: NavItem;
  isSelected: boolean;
  onSelect(key: string): void;
}

function NavButton({ item: { key, title, name, isOff, marks = [] }, isSelected, onSelect }: NavButtonProps) {
  return (
    <UnstyledButton
      className={classes.navItem}
      aria-current={isSelected ? 'true' : undefined}
      onClick={() => onSelect(key)}
    >
      <Text fz="sm" lineClamp={2} c={isOff ? 'dimmed' : undefined}>
        {title}
      </Text>
      <Group gap={6} wrap="nowrap">
        <Text fz="xs" c="dimmed" ff="monospace" truncate flex={1}>
          {name}
        </Text>
        {marks.map(({ colour, label }) => (
          <Box
            key={label}
            w={8}
            h={8}
            bg={colour}
            style={{ borderRadius: 4 }}
            role="img"
            aria-label={label}
            title={label}
          />
        ))}
      </Group>
    </UnstyledButton>
  );
}
