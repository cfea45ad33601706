import { Anchor, Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { ImportView } from '../../../src/contract/imports';
import { ORDER_PHASES, type OrderPhase } from '../../../src/core/intake/rows';
import { useAskedWords, useSayWord, type AskedWord } from '../../api/order-words';
import { useMay } from '../../api/session';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { orderWordsText } from '../../text/order-words';
import { useText } from '../../text/texts';
import { desk } from './desk';
import classes from './imports.module.css';

/** The words for a state that nobody knew in an import, and what they mean. Nothing is shown where there were none. */
export function AskedWords({ job }: { job: ImportView }): React.JSX.Element | null {
  return (job.rejectedBy['unknown-state'] ?? 0) > 0 ? <Words job={job} /> : null;
}

function Words({ job }: { job: ImportView }): React.JSX.Element | null {
  const text = useText(orderWordsText);
  const mayChange = useMay('merchandiser');
  const heading = useId();
  const asked = useAskedWords(job.id);
  const say = useSayWord();
  const [chosen, setChosen] = useState<ReadonlyMap<string, OrderPhase>>(new Map());
  const [isSaving, setSaving] = useState(false);
  const [said, setSaid] = useState<'checked-again' | 'import-again' | null>(null);
  if (asked.isError) return <ProblemNote error={asked.error} retry={() => void asked.refetch()} />;
  const { export: name, title, items } = asked.data ?? { export: null, title: null, items: [] };
  if (name === null || items.length === 0) return null;
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      for (const [word, state] of chosen) await say.sendAsync({ export: name, word, state });
      setChosen(new Map());
      setSaid(desk.checkAgain(job.id) ? 'checked-again' : 'import-again');
    } catch {
      // It is shown below; what was not saved stays chosen.
    } finally {
      setSaving(false);
    }
  };
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'md' }} component="section" aria-labelledby={heading}>
      <Stack gap="sm">
        <div>
          <Title order={2} fz="h4" id={heading}>
            {text.title}
          </Title>
          <Text fz="sm" c="dimmed">
            {text.intro({ title: title ?? name })}
          </Text>
        </div>
        <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
          {items.map((item) => (
            <Word
              key={item.word}
              item={item}
              chosen={chosen.get(item.word) ?? null}
              isBusy={isSaving}
              mayChange={mayChange}
              onChoose={(state) => setChosen(new Map(chosen).set(item.word, state))}
            />
          ))}
        </Stack>
        {say.isError && <ProblemNote error={say.error} />}
        {mayChange && (
          <Group>
            <Button loading={isSaving} disabled={chosen.size === 0} onClick={() => void save()}>
              {text.save}
            </Button>
          </Group>
        )}
        {said !== null && (
          <Text fz="sm" role="status">
            {said === 'checked-again' ? text.checkedAgain : text.importAgain}{' '}
            <Anchor component={Link} to="/imports" inherit>
              {text.toImports}
            </Anchor>
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

interface WordProps {
  item: AskedWord;
  chosen: OrderPhase | null;
  isBusy: boolean;
  mayChange: boolean;
  onChoose(state: OrderPhase): void;
}

function Word({ item, chosen, isBusy, mayChange, onChoose }: WordProps): React.JSX.Element {
  const text = useText(orderWordsText);
  const format = useFormat();
  const { word, rows, state } = item;
  const value = chosen ?? state;
  return (
    <li className={classes.unmapped}>
      <div style={{ minWidth: 0 }}>
        <Text fz="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {word}
        </Text>
        <Text fz="sm" c="dimmed">
          {text.rows({ count: format.number(rows) })}
        </Text>
      </div>
      {mayChange ? (
        <NativeSelect
          aria-label={text.meaningOf({ word })}
          value={value ?? ''}
          disabled={isBusy}
          data={[
            ...(value === null ? [{ value: '', label: text.pick }] : []),
            ...ORDER_PHASES.map((each) => ({ value: each, label: text.states[each] })),
          ]}
          onChange={({ currentTarget }) => onChoose(currentTarget.value as OrderPhase)}
        />
      ) : (
        <Text fz="sm">{value === null ? text.notYet : text.states[value]}</Text>
      )}
    </li>
  );
}
