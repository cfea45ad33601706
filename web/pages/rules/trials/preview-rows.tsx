import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { PreviewRowView } from '../../../../src/contract/preview';
import { usePreviewRows, type RowFilter } from '../../../api/rule-trials';
import { ApiProblem } from '../../../api/problem';
import { Loading } from '../../../parts/loading';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { partsText } from '../../../text/parts';
import { ruleTrialsText } from '../../../text/rule-trials';
import { useText } from '../../../text/texts';
import { Marked } from '../rule-words';

const COLOUR = { new: 'leaf', gone: 'red', changed: 'blue' } as const;

/** The listings that a draft changes, most money at stake first. */
export function PreviewRows({ id, filter }: { id: string; filter: RowFilter }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const parts = useText(partsText);
  const format = useFormat();
  const rows = usePreviewRows(id, filter);
  if (rows.isPending) return <Loading />;
  if (rows.isError) {
    const isGone = rows.error instanceof ApiProblem && rows.error.code === 'preview-gone';
    return isGone ? <Text fz="sm">{text.noGood}</Text> : <ProblemNote error={rows.error} />;
  }
  const shown = rows.data.pages.flatMap(({ items }) => items);
  const total = rows.data.pages[0]?.total ?? 0;
  return (
    <Stack gap="xs">
      <Stack gap={6} role="list" aria-label={text.rows}>
        {shown.map((row) => (
          <Row key={`${row.sku} ${row.channel}`} row={row} />
        ))}
      </Stack>
      <Group gap="sm">
        <Text fz="xs" c="dimmed">
          {text.of({ shown: format.number(shown.length), total: format.number(total) })}
        </Text>
        {rows.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            loading={rows.isFetchingNextPage}
            onClick={() => void rows.fetchNextPage()}
          >
            {parts.more}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Row({ row: { sku, name, channel, change, before, after } }: { row: PreviewRowView }): React.JSX.Element {
  const text = useText(ruleTrialsText).preview;
  const format = useFormat();
  const gain = (after ?? before)?.gain ?? null;
  return (
    <Paper withBorder px="sm" py={6} role="listitem">
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fz="sm" truncate>
            {name}
          </Text>
          <Text fz="xs" c="dimmed">
            {sku} · {channel}
          </Text>
        </div>
        <Marked colour={COLOUR[change]}>{text.kinds[change]}</Marked>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text fz="sm">
          {before === null ? text.none : format.money(before.price)} →{' '}
          {after === null ? text.none : format.money(after.price)}
        </Text>
        <Text fz="xs" c="dimmed">
          {text.gain} {format.gain(gain)}
        </Text>
      </Group>
    </Paper>
  );
}
