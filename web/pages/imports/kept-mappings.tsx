import { Button, Group, Paper, Text } from '@mantine/core';
import type { KeptMappingView } from '../../../src/contract/column-mapping';
import { useForgetMapping, useMappings } from '../../api/imports';
import { Allowed } from '../../parts/allowed';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import { OpenSection } from './open-section';
import { useColumnName } from './words';

/** How files with titles of their own are read from now on. Nothing is shown where nothing is remembered. */
export function KeptMappings(): React.JSX.Element | null {
  const text = useText(importsText);
  const mappings = useMappings();
  if (mappings.data === undefined || mappings.data.length === 0) return null;
  return (
    <OpenSection title={text.mappings} intro={text.mappingsWhy}>
      {mappings.data.map((kept) => (
        <KeptMapping key={kept.id} kept={kept} />
      ))}
    </OpenSection>
  );
}

function KeptMapping({ kept }: { kept: KeptMappingView }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const columnName = useColumnName();
  const forget = useForgetMapping();
  const { id, kind, mapping, name, updatedAt } = kept;
  const columns = Object.entries(mapping.columns).flatMap(([title, column]) =>
    column === null ? [] : [`${title} → ${columnName(column)}`],
  );
  const fixed = Object.entries(mapping.fixed).map(([column, value]) => `${columnName(column)}: ${value}`);
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fz="sm" fw={600}>
            {text.kinds[kind]}
          </Text>
          <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {text.mappedFrom({ name, ago: format.ago(updatedAt) })}
          </Text>
          <Text fz="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {[...columns, ...fixed].join(', ')}
          </Text>
        </div>
        <Allowed role="merchandiser">
          <Button
            variant="default"
            style={{ flex: 'none' }}
            loading={forget.isPending}
            aria-label={text.forgetOf({ name })}
            onClick={() => forget.send(id)}
          >
            {text.forget}
          </Button>
        </Allowed>
      </Group>
      {forget.isError && <ProblemNote error={forget.error} />}
    </Paper>
  );
}
