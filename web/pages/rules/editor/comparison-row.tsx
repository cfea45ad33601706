import { ActionIcon, Flex, Group, Menu, Paper, Select, Stack } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { ruleEditorText } from '../../../text/rule-editor';
import { ruleWordsText } from '../../../text/rule-words';
import { useText } from '../../../text/texts';
import { useFactBook } from '../fact-words';
import {
  comparisonIn,
  firstComparison,
  firstValue,
  isList,
  KNOWN,
  leafOf,
  operatorsOf,
  UNKNOWN,
  withOperator,
  type Comparison,
  type Operator,
} from './comparison';
import { FactPicker } from './fact-picker';
import { FactSpread } from './fact-spread';
import { FactValue, FactValues } from './fact-value';
import { FindingsAt } from './form-findings';
import { JsonInPlace } from './json-in-place';
import { isObject } from './pointer';

interface ComparisonRowProps {
  leaf: unknown;
  pointer: string;
  onChange(leaf: unknown): void;
  onRemove: (() => void) | undefined;
}

/** One comparison: a fact, how it is compared, and with what; under it how the fact lies over the shop. */
export function ComparisonRow({ leaf, pointer, onChange, onRemove }: ComparisonRowProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const words = useText(ruleWordsText);
  const book = useFactBook();
  const shown = comparisonIn(leaf, book);
  const fact = shown === null ? undefined : book.byName.get(shown.fact);
  if (shown === null || fact === undefined) {
    return (
      <Paper withBorder p="xs">
        <Group align="flex-start" wrap="nowrap" gap="xs">
          <Stack gap="xs" flex={1} miw={0}>
            <JsonInPlace value={leaf} pointer={pointer} />
            <FindingsAt pointer={pointer} />
          </Stack>
          <RowMenu {...{ leaf, onChange, onRemove }} />
        </Group>
      </Paper>
    );
  }
  const change = (next: Comparison): void => onChange(leafOf(leaf, next, book));
  const opWords = { ...words.ops, [KNOWN]: words.isKnown, [UNKNOWN]: words.isUnknown };
  const ops = operatorsOf(fact);
  const offered = ops.includes(shown.operator) ? ops : [...ops, shown.operator];
  return (
    <Paper withBorder p="xs">
      <Group align="flex-start" wrap="nowrap" gap="xs">
        <Stack gap={6} flex={1} miw={0}>
          <FactPicker
            label={text.fact}
            isLabelHidden
            value={shown.fact}
            onChange={(name) => change(firstComparison(book.byName.get(name)!))}
          />
          <Flex gap="xs" wrap="wrap">
            <Select
              aria-label={text.operator}
              flex="1 1 150px"
              allowDeselect={false}
              value={shown.operator}
              onChange={(operator) => operator !== null && change(withOperator(shown, operator as Operator, fact))}
              data={offered.map((operator) => ({ value: operator, label: opWords[operator] }))}
            />
            {shown.operator !== KNOWN && shown.operator !== UNKNOWN && (
              <Flex flex="1 1 170px" direction="column">
                <Compared {...{ shown, change }} />
              </Flex>
            )}
          </Flex>
          <FactSpread fact={fact} limit={typeof shown.value === 'number' ? shown.value : undefined} />
          <FindingsAt pointer={pointer} />
        </Stack>
        <RowMenu
          {...{ leaf, onChange, onRemove }}
          toggle={
            isList(shown.operator) || shown.operator === KNOWN || shown.operator === UNKNOWN
              ? undefined
              : isObject(shown.value)
                ? { label: text.toValue, act: () => change({ ...shown, value: firstValue(fact) }) }
                : { label: text.toFact, act: () => change({ ...shown, value: { fact: fact.name } }) }
          }
        />
      </Group>
    </Paper>
  );
}

function Compared({ shown, change }: { shown: Comparison; change(next: Comparison): void }): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  const { byName } = useFactBook();
  const fact = byName.get(shown.fact)!;
  const take = (value: unknown): void => change({ ...shown, value });
  if (isObject(shown.value)) {
    return (
      <FactPicker
        label={text.otherFact}
        isLabelHidden
        value={String(shown.value.fact)}
        onChange={(name) => take({ fact: name })}
        isOffered={(other) => other.type === fact.type && (other.unit === 'day') === (fact.unit === 'day')}
      />
    );
  }
  const field = { fact, label: text.value, value: shown.value, onChange: take };
  return isList(shown.operator) ? <FactValues {...field} /> : <FactValue {...field} />;
}

interface RowMenuProps {
  leaf: unknown;
  onChange(leaf: unknown): void;
  onRemove: (() => void) | undefined;
  toggle?: { label: string; act(): void } | undefined;
}

function RowMenu({ leaf, onChange, onRemove, toggle }: RowMenuProps): React.JSX.Element {
  const text = useText(ruleEditorText).conditions;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.more}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {toggle !== undefined && <Menu.Item onClick={toggle.act}>{toggle.label}</Menu.Item>}
        <Menu.Item onClick={() => onChange({ not: leaf })}>{text.negate}</Menu.Item>
        {onRemove !== undefined && <Menu.Item onClick={onRemove}>{text.remove}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
