import { ActionIcon, Box, Button, Group, Menu, Paper, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { ConditionWords } from '../condition-words';
import { useFactBook } from '../fact-words';
import { ComparisonRow } from './comparison-row';
import { firstComparison, leafOf } from './comparison';
import { FindingsAt } from './form-findings';
import { JsonInPlace } from './json-in-place';
import { isObject } from './pointer';

interface ConditionEditorProps {
  condition: unknown;
  /** Of the condition in its document. */
  pointer: string;
  /** The named conditions that may be used here. */
  named: Readonly<Record<string, unknown>>;
  onChange(condition: unknown): void;
  /** Left out: the outermost, which cannot be taken away. */
  onRemove?: () => void;
}

/** Conditions as boxes inside boxes. What the form has no fields for stays as it is written. */
export function ConditionEditor(props: ConditionEditorProps): React.JSX.Element {
  const { condition } = props;
  if (!isObject(condition)) return <Unknown {...props} />;
  if (Object.hasOwn(condition, 'fact')) {
    return (
      <ComparisonRow leaf={condition} pointer={props.pointer} onChange={props.onChange} onRemove={props.onRemove} />
    );
  }
  if (typeof condition.condition === 'string') return <Reference {...props} />;
  if (Array.isArray(condition.all) !== Array.isArray(condition.any)) return <GroupOf {...props} />;
  if (condition.not !== undefined) return <Not {...props} />;
  return <Unknown {...props} />;
}

function Unknown({ condition, pointer, onRemove }: ConditionEditorProps): React.JSX.Element {
  return (
    <Paper withBorder p="xs">
      <Group align="flex-start" wrap="nowrap">
        <Stack flex={1} miw={0} gap="xs">
          <JsonInPlace value={condition} pointer={pointer} />
          <FindingsAt pointer={pointer} />
        </Stack>
        <RemoveButton onRemove={onRemove} />
      </Group>
    </Paper>
  );
}

function RemoveButton({ onRemove }: { onRemove: (() => void) | undefined }): React.JSX.Element | null {
  const text = useText(ruleEditorText).conditions;
  if (onRemove === undefined) return null;
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.removeGroup} onClick={onRemove}>
      <IconTrash size={18} aria-hidden />
    </ActionIcon>
  );
}

function Reference({ condition, pointer, named, onChange, onRemove }: ConditionEditorProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const reference = condition as { condition: string };
  const name = reference.condition;
  const names = [...new Set([...Object.keys(named), name])];
  return (
    <Paper withBorder p="xs">
      <Group align="flex-end" wrap="nowrap" gap="xs">
        <Select
          flex={1}
          label={text.shared}
          allowDeselect={false}
          value={name}
          onChange={(next) => next !== null && onChange({ ...reference, condition: next })}
          data={names}
        />
        <RemoveButton onRemove={onRemove} />
      </Group>
      {Object.hasOwn(named, name) && (
        <Box mt="xs" pl="xs">
          <ConditionWords condition={named[name]} />
        </Box>
      )}
      <FindingsAt pointer={pointer} />
    </Paper>
  );
}

function Not({ condition, pointer, named, onChange, onRemove }: ConditionEditorProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const group = condition as Record<string, unknown>;
  return (
    <Box pl="sm" style={{ borderLeft: '3px solid var(--mantine-color-orange-5)' }}>
      <Group justify="space-between" mb={4}>
        <Text fz="sm" fw={600}>
          {text.not}
        </Text>
        <RemoveButton onRemove={onRemove} />
      </Group>
      <ConditionEditor
        condition={group.not}
        pointer={`${pointer}/not`}
        named={named}
        onChange={(inside) => onChange({ ...group, not: inside })}
      />
    </Box>
  );
}

function GroupOf({ condition, pointer, named, onChange, onRemove }: ConditionEditorProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const group = condition as Record<string, unknown>;
  const kind = Array.isArray(group.all) ? 'all' : 'any';
  const parts = group[kind] as unknown[];
  const setParts = (next: unknown[]): void => onChange({ ...group, [kind]: next });
  const setKind = (next: string): void => {
    const { [kind]: _, ...rest } = group;
    onChange({ ...rest, [next]: parts });
  };
  return (
    <Box pl="sm" style={{ borderLeft: `3px solid var(--mantine-color-${kind === 'all' ? 'leaf' : 'blue'}-5)` }}>
      <Group justify="space-between" mb={6} gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={text.group}
          value={kind}
          onChange={setKind}
          data={[
            { value: 'all', label: text.all },
            { value: 'any', label: text.any },
          ]}
        />
        <RemoveButton onRemove={onRemove} />
      </Group>
      <Stack gap="xs">
        {parts.map((part, index) => (
          <ConditionEditor
            key={index}
            condition={part}
            pointer={`${pointer}/${kind}/${index}`}
            named={named}
            onChange={(next) => setParts(parts.with(index, next))}
            onRemove={() => setParts(parts.toSpliced(index, 1))}
          />
        ))}
        {parts.length === 0 && (
          <Text fz="sm" c="dimmed">
            {text.empty}
          </Text>
        )}
        <FindingsAt pointer={pointer} isExact />
        <FindingsAt pointer={`${pointer}/${kind}`} isExact />
        <AddMenu named={named} onAdd={(part) => setParts([...parts, part])} />
      </Stack>
    </Box>
  );
}

/** The fact to begin with: what rules ask for most. */
const FIRST_FACT = 'stock.ageDaysOldest';

function AddMenu({ named, onAdd }: { named: Readonly<Record<string, unknown>>; onAdd(part: unknown): void }) {
  const text = useText(ruleEditorText).conditions;
  const book = useFactBook();
  const fact = book.byName.get(FIRST_FACT) ?? book.list[0];
  const [first] = Object.keys(named);
  const leaf = (): unknown => (fact === undefined ? {} : leafOf({}, firstComparison(fact), book));
  return (
    <Group gap="xs">
      <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onAdd(leaf())}>
        {text.add}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default">
            {text.addGroup}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAdd({ all: [leaf()] })}>{text.all}</Menu.Item>
          <Menu.Item onClick={() => onAdd({ any: [leaf()] })}>{text.any}</Menu.Item>
          <Menu.Item onClick={() => onAdd({ not: leaf() })}>{text.not}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {first !== undefined && (
        <Button size="xs" variant="default" onClick={() => onAdd({ condition: first })}>
          {text.addShared}
        </Button>
      )}
    </Group>
  );
}
