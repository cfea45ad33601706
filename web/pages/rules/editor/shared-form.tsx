import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { RuleSetJson } from '../../../api/rules';
import { ruleEditorText } from '../../../text/rule-editor';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { ConditionEditor } from './condition-editor';
import { Part } from './rule-form';
import { FindingsAt } from './form-findings';
import { escapeSegment } from './pointer';

interface SharedFormProps {
  conditions: Record<string, unknown>;
  onTie: RuleSetJson['onTie'];
  onChange(conditions: Record<string, unknown>): void;
  onTieChange(onTie: RuleSetJson['onTie']): void;
}

/** The conditions that rules share by name, and what holds for the whole set. */
export function SharedForm({ conditions, onTie, onChange, onTieChange }: SharedFormProps): React.JSX.Element {
  const text = useText(ruleEditorText).shared;
  const ties = useText(rulesText).ties;
  const named = Object.entries(conditions);
  const replaced = (at: number, entry: [string, unknown] | null): void =>
    onChange(
      Object.fromEntries(named.flatMap((each, index) => (index === at ? (entry === null ? [] : [entry]) : [each]))),
    );
  const freeName = (): string => {
    let name: string = text.newName;
    for (let number = 2; Object.hasOwn(conditions, name); number++) name = `${text.newName}-${number}`;
    return name;
  };
  return (
    <Stack gap="md">
      <Text fz="sm" c="dimmed">
        {text.intro}
      </Text>
      {named.map(([name, condition], index) => (
        <Part key={index} title={name}>
          <Stack gap="sm">
            <Group align="flex-end" wrap="nowrap" gap="xs">
              <NameInput
                name={name}
                taken={Object.keys(conditions)}
                onChange={(next) => replaced(index, [next, condition])}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={text.remove}
                onClick={() => replaced(index, null)}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Group>
            <ConditionEditor
              condition={condition}
              pointer={`/${escapeSegment(name)}`}
              named={Object.fromEntries(named.filter(([other]) => other !== name))}
              onChange={(next) => replaced(index, [name, next])}
            />
            <FindingsAt pointer={`/${escapeSegment(name)}`} isExact />
          </Stack>
        </Part>
      ))}
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onChange({ ...conditions, [freeName()]: { all: [] } })}
        >
          {text.add}
        </Button>
      </Group>
      <Select
        label={text.onTie}
        allowDeselect={false}
        maw={360}
        value={onTie}
        onChange={(next) => next !== null && onTieChange(next as RuleSetJson['onTie'])}
        data={Object.entries(ties).map(([value, label]) => ({ value, label }))}
      />
    </Stack>
  );
}

/** A name counts once it is written and free: rules refer to it, and two of one name would be one. */
function NameInput({
  name,
  taken,
  onChange,
}: {
  name: string;
  taken: readonly string[];
  onChange(name: string): void;
}) {
  const text = useText(ruleEditorText).shared;
  const [draft, setDraft] = useState(name);
  const settle = (): void => {
    const next = draft.trim();
    if (next === '' || (next !== name && taken.includes(next))) setDraft(name);
    else if (next !== name) onChange(next);
  };
  return (
    <TextInput
      flex={1}
      label={text.name}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
    />
  );
}
