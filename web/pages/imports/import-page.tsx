import { Alert, Anchor, Button, Group, List, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import type { ImportView, RejectView } from '../../../src/contract/imports';
import { isOver, rejectsAddress, useImport, useRejects } from '../../api/imports';
import { DataTable, type Column } from '../../parts/data-table';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { noteSentence, reasonBriefly, reasonSentence } from '../../text/import-reasons';
import { importsText } from '../../text/imports';
import { useLanguage } from '../../text/language';
import { useText } from '../../text/texts';
import { AskedWords } from './asked-words';
import { ImportFigures } from './import-figures';
import { useOutcome } from './job-result';
import { OpenSection } from './open-section';
import { StateBadge } from './state-badge';
import { useColumnName, useFileName } from './words';
import classes from './imports.module.css';

/** One import: how it went, and the rows that were not taken. */
export default function ImportPage(): React.JSX.Element {
  const text = useText(importsText);
  const fileName = useFileName();
  const { id } = useParams();
  const found = useImport(Number(id));
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemNote error={found.error} retry={() => void found.refetch()} />;
  const job = found.data;
  return (
    <Page title={fileName(job.fileName)} intro={<Facts job={job} />}>
      <Stack gap="lg">
        <Anchor component={Link} to="/imports" fz="sm">
          <Group gap={4} component="span">
            <IconArrowLeft size={16} aria-hidden />
            {text.back}
          </Group>
        </Anchor>
        <Outcome job={job} />
        <AskedWords job={job} />
        {job.totals.rejected > 0 && <Rejects job={job} />}
      </Stack>
    </Page>
  );
}

function Facts({ job }: { job: ImportView }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const who = useWho();
  const parts = [text.kinds[job.kind], format.instant(job.createdAt), who(job.createdBy)];
  if (job.isDryRun) parts.push(text.dryRun);
  else if (job.isPartial) parts.push(text.partial);
  return <>{parts.join(' · ')}</>;
}

function Outcome({ job }: { job: ImportView }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const language = useLanguage();
  const sentence = useOutcome()(job);
  const isEmpty = job.totals.rows === 0;
  const reasons = Object.entries(job.rejectedBy).sort(([, a], [, b]) => b - a);
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group gap="sm">
          <StateBadge state={job.state} />
          <Text role="status">{sentence}</Text>
        </Group>
        {!isOver(job) && (
          <Progress.Root size="md">
            <Progress.Section
              value={job.bytesTotal === 0 ? 0 : (job.bytesRead / job.bytesTotal) * 100}
              aria-label={text.progress({ name: job.fileName })}
            />
          </Progress.Root>
        )}
        {!isEmpty && <ImportFigures totals={job.totals} />}
        {job.totals.waiting > 0 && !job.isDryRun && job.state === 'done' && (
          <Anchor component={Link} to="/imports" fz="sm">
            {text.choose}
          </Anchor>
        )}
        {reasons.length > 0 && (
          <div>
            <Text fz="sm" c="dimmed">
              {text.why}
            </Text>
            <List size="sm">
              {reasons.map(([code, count]) => (
                <List.Item key={code}>{`${format.number(count)} × ${reasonBriefly(code, language)}`}</List.Item>
              ))}
            </List>
          </div>
        )}
        {job.notes.length > 0 && (
          <div>
            <Text fz="sm" c="dimmed">
              {text.notes}
            </Text>
            <List size="sm" style={{ overflowWrap: 'anywhere' }}>
              {job.notes.map((note) => (
                <List.Item key={note}>{noteSentence(note, language)}</List.Item>
              ))}
            </List>
          </div>
        )}
      </Stack>
    </Paper>
  );
}

function Rejects({ job }: { job: ImportView }): React.JSX.Element {
  const text = useText(importsText);
  const rejects = useRejects(job.id);
  const rows = rejects.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <OpenSection
      title={text.rejects}
      intro={text.rejectsWhy}
      action={
        <Button
          component="a"
          href={rejectsAddress(job.id)}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {text.download}
        </Button>
      }
    >
      {job.state === 'refused' && job.totals.rejected < job.totals.rows && (
        <Alert variant="default" py="xs">
          {text.again}
        </Alert>
      )}
      {rejects.isPending && <Loading />}
      {rejects.isError && <ProblemNote error={rejects.error} retry={() => void rejects.refetch()} />}
      {rows.length > 0 && <RejectTable rows={rows} />}
      {rejects.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={rejects.isFetchingNextPage} onClick={() => void rejects.fetchNextPage()}>
            {text.more}
          </Button>
        </Group>
      )}
    </OpenSection>
  );
}

function RejectTable({ rows }: { rows: readonly RejectView[] }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const language = useLanguage();
  const columnName = useColumnName();
  const columns: Column<RejectView>[] = [
    { id: 'line', header: text.line, isNumber: true, cell: ({ line }) => format.number(line) },
    {
      id: 'column',
      header: text.column,
      cell: ({ column, header }) => header ?? (column === null ? '' : columnName(column)),
    },
    {
      id: 'value',
      header: text.value,
      cell: ({ value }) => <span className={classes.original}>{value}</span>,
    },
    { id: 'reason', header: text.reason, cell: (row) => reasonSentence(row, language) },
  ];
  return (
    <DataTable label={text.rejects} columns={columns} rows={rows} rowId={({ line, column }) => `${line} ${column}`} />
  );
}
