import { Alert, Anchor, Group, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { ImportView } from '../../../src/contract/imports';
import { useFormat } from '../../text/format';
import { reasonBriefly } from '../../text/import-reasons';
import { importsText } from '../../text/imports';
import { useLanguage } from '../../text/language';
import { problemSentence } from '../../text/problems';
import { useText } from '../../text/texts';
import { ImportFigures } from './import-figures';
import classes from './imports.module.css';

/** What came of a check or an import, with the reasons for what was left out. */
export function JobResult({ job }: { job: ImportView }): React.JSX.Element {
  const text = useText(importsText);
  const language = useLanguage();
  const format = useFormat();
  const { totals, rejectedBy, id } = job;
  const sentence = useOutcome()(job);
  const isGood = job.state === 'done' && totals.rejected === 0;
  const isFaultOnly = job.error === null || job.error.code === 'rows-rejected';
  const reasons = Object.entries(rejectedBy).sort(([, a], [, b]) => b - a);
  if (isGood && !job.isDryRun) return <Done job={job} sentence={sentence} />;
  return (
    <Alert
      variant="default"
      bg="transparent"
      role="status"
      icon={
        isGood ? (
          <IconCircleCheck aria-hidden className={classes.good!} />
        ) : (
          <IconAlertTriangle aria-hidden className={isFaultOnly ? classes.faults! : classes.bad!} />
        )
      }
      title={sentence}
    >
      <Stack gap="xs">
        {totals.rows > 0 && <ImportFigures totals={totals} />}
        {reasons.length > 0 && (
          <List size="sm">
            {reasons.map(([code, count]) => (
              <List.Item key={code}>{`${format.number(count)} × ${reasonBriefly(code, language)}`}</List.Item>
            ))}
          </List>
        )}
        <Text fz="sm">
          <Anchor component={Link} to={`/imports/${id}`} inherit>
            {text.detail}
          </Anchor>
        </Text>
      </Stack>
    </Alert>
  );
}

/** Nothing is left to do: one line is enough. */
function Done({ job, sentence }: { job: ImportView; sentence: string }): React.JSX.Element {
  const text = useText(importsText);
  const format = useFormat();
  const { inserted, updated, unchanged, ignored } = job.totals;
  const figures = Object.entries({ inserted, updated, unchanged, ignored }).flatMap(([name, count]) =>
    count === 0 ? [] : [`${text[name as 'inserted']}: ${format.number(count)}`],
  );
  return (
    <Group gap="xs" role="status">
      <IconCircleCheck size={20} aria-hidden className={classes.good!} />
      <Text fz="sm" fw={600}>
        {sentence}
      </Text>
      <Text fz="sm" c="dimmed">
        {figures.join(' · ')}
      </Text>
      <Anchor component={Link} to={`/imports/${job.id}`} fz="sm">
        {text.detail}
      </Anchor>
    </Group>
  );
}

/** The outcome of an import in one sentence. */
export function useOutcome(): (job: ImportView) => string {
  const text = useText(importsText);
  const language = useLanguage();
  const format = useFormat();
  return (job) => {
    const { state, isDryRun, totals, error } = job;
    const values = { count: format.number(totals.rejected), rows: format.number(totals.rows) };
    const isNews = totals.inserted + totals.updated > 0;
    if (state === 'failed') return text.failed;
    if (state === 'queued') return text.queued;
    if (state === 'running') return text.states.running;
    if (state === 'refused') {
      if (error?.code === 'rows-rejected') return isDryRun ? text.checkedBad(values) : text.refusedRows(values);
      return error === null ? text.states.refused : problemSentence({ ...error, values: error.values ?? {} }, language);
    }
    if (totals.rejected > 0) return isDryRun ? text.checkedBad(values) : text.donePartly(values);
    if (totals.waiting > 0) {
      const waiting = { count: format.number(totals.waiting) };
      return isDryRun ? text.checkedWaiting(waiting) : text.doneWaiting(waiting);
    }
    if (!isNews && totals.ignored > 0) {
      const ignored = { count: format.number(totals.ignored) };
      return isDryRun ? text.checkedIgnored(ignored) : text.doneIgnored(ignored);
    }
    if (isDryRun) return isNews ? text.checkedClean : text.checkedSame;
    return isNews ? text.done : text.doneSame;
  };
}
