import { Alert, Button, Chip, Group, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { PreviewView } from '../../../../src/contract/preview';
import type { usePreview } from '../../../api/rule-trials';
import type { RuleSetJson } from '../../../api/rules';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { ruleTrialsText } from '../../../text/rule-trials';
import { useText } from '../../../text/texts';
import { PreviewRows } from './preview-rows';
import { SideBySide } from './side-by-side';

export interface PreviewPanelProps {
  ruleSet: RuleSetJson;
  /** Held by the editor: looking at another panel does not throw the answer away. */
  preview: ReturnType<typeof usePreview>;
  isStale: boolean;
  onTried(): void;
}

/** What a draft would change today, beside what is in force. */
export function PreviewPanel({ ruleSet, preview, isStale, onTried }: PreviewPanelProps): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const format = useFormat();
  const { data } = preview;
  const run = (): void => void preview.sendAsync({ ruleSet }).then(onTried, () => undefined); // told below
  return (
    <Stack gap="md">
      <Text fz="sm" c="dimmed">
        {text.intro}
      </Text>
      <Group gap="sm">
        <Button size="sm" loading={preview.isPending} onClick={run}>
          {data === undefined ? text.run : text.again}
        </Button>
      </Group>
      {preview.isError && <ProblemNote error={preview.error} />}
      {data !== undefined && isStale && <Alert color="yellow" p="xs" children={text.stale} />}
      {data !== undefined && data.failingExamples > 0 && (
        <Alert color="yellow" p="xs" children={text.failing({ count: format.number(data.failingExamples) })} />
      )}
      {data !== undefined && <Answer key={data.id} preview={data} />}
    </Stack>
  );
}

function Answer({ preview }: { preview: PreviewView }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const format = useFormat();
  const { inForce, draft, run, inForceVersion } = preview;
  const lines = [
    { label: text.suggestions, of: (side: typeof draft) => format.number(side.all.suggestions) },
    { label: text.products, of: (side: typeof draft) => format.number(side.all.products) },
    { label: text.given, of: (side: typeof draft) => format.money(side.all.discountGiven) },
    { label: text.gain, of: (side: typeof draft) => format.gain(side.all.gain) },
    { label: text.staleValue, of: (side: typeof draft) => format.money(side.all.staleValue) },
  ];
  return (
    <Stack gap="md">
      <Text fz="xs" c="dimmed">
        {text.on({ day: format.day(run.asOf), version: format.number(inForceVersion) })}
      </Text>
      <SideBySide
        label={text.changes}
        inForce={{ title: text.inForce, side: inForce }}
        draft={{ title: text.draft, side: draft }}
        lines={lines}
      />
      {preview.rows === 0 ? <Text fz="sm">{text.nothing}</Text> : <Changes preview={preview} />}
    </Stack>
  );
}

const CHANGES = ['new', 'gone', 'changed'] as const;

function Changes({ preview }: { preview: PreviewView }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const format = useFormat();
  const [change, setChange] = useState('');
  return (
    <>
      <Breakdown preview={preview} />
      <Stack gap="xs">
        <Title order={3} fz="sm">
          {text.rows}
        </Title>
        <Chip.Group value={change} onChange={(next) => setChange(String(next))}>
          <Group gap={6} role="group" aria-label={text.filter}>
            <Chip value="" size="sm" variant="outline">
              {text.all} {format.number(preview.rows)}
            </Chip>
            {CHANGES.filter((each) => preview.changes[each] > 0).map((each) => (
              <Chip key={each} value={each} size="sm" variant="outline">
                {text.kinds[each]} {format.number(preview.changes[each])}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <PreviewRows id={preview.id} filter={change === '' ? {} : { change }} />
      </Stack>
    </>
  );
}

type By = 'rule' | 'channel' | 'category';

function Breakdown({ preview }: { preview: PreviewView }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const [by, setBy] = useState<By>('rule');
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={text.by}
        value={by}
        onChange={(next) => setBy(next as By)}
        data={[
          { value: 'rule', label: text.byRule },
          { value: 'channel', label: text.byChannel },
          { value: 'category', label: text.byCategory },
        ]}
      />
      {by === 'rule' ? (
        <ByRule rules={preview.byRule} />
      ) : (
        <ByName of={by === 'channel' ? preview.byChannel : preview.byCategory} />
      )}
    </Stack>
  );
}

function ByRule({ rules }: { rules: PreviewView['byRule'] }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const format = useFormat();
  const changed = rules.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  const shown = changed.length > 0 ? changed : rules.filter(({ after }) => (after?.fired ?? 0) > 0);
  const pair = (before: number | undefined, after: number | undefined): string =>
    before === after ? format.number(after) : `${format.number(before)} → ${format.number(after)}`;
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table fz="xs" aria-label={text.byRule}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.byRule}</Table.Th>
            <Table.Th ta="right">{text.fired}</Table.Th>
            <Table.Th ta="right">{text.suggestions}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ name, before, after }) => (
            <Table.Tr key={name}>
              <Table.Td ff="monospace">{name}</Table.Td>
              <Table.Td ta="right">{pair(before?.fired, after?.fired)}</Table.Td>
              <Table.Td ta="right">{pair(before?.suggested, after?.suggested)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ByName({ of }: { of: PreviewView['byChannel'] | PreviewView['byCategory'] }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const format = useFormat();
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table fz="xs" aria-label={text.by}>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {CHANGES.map((each) => (
              <Table.Th key={each} ta="right">
                {text.kinds[each]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {of.map((row) => (
            <Table.Tr key={row.name ?? ''}>
              <Table.Td>{row.name ?? text.noCategory}</Table.Td>
              {CHANGES.map((each) => (
                <Table.Td key={each} ta="right">
                  {format.number(row[each])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
