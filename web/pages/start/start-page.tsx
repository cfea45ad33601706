import { Alert, Button, Group, Loader, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { StartView } from '../../../src/contract/start';
import { useMay } from '../../api/session';
import { useFirstRun, useStart } from '../../api/start';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { startText } from '../../text/start';
import { useText } from '../../text/texts';
import { ImportDesk } from '../imports/import-desk';
import { Templates } from '../imports/templates';
import { Step } from './step';

/** From an empty shop to its first suggestions. */
export default function StartPage(): React.JSX.Element {
  const text = useText(startText);
  const start = useStart();
  return (
    <Page title={text.title} intro={text.intro} actions={<Templates />}>
      {start.isPending && <Loading />}
      {start.isError && <ProblemNote error={start.error} retry={() => void start.refetch()} />}
      {start.data !== undefined && <Steps start={start.data} />}
    </Page>
  );
}

function Steps({ start }: { start: StartView }): React.JSX.Element {
  const text = useText(startText);
  const format = useFormat();
  const mayImport = useMay('merchandiser');
  const { next, products, isStockKnown, salesUntil, countsUntil, receiptsUntil } = start;
  const stockUntil = [countsUntil, receiptsUntil].reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b));
  const isStockDone = isStockKnown && salesUntil !== null;
  return (
    <Stack gap="lg">
      <SimpleGrid
        component="ol"
        cols={{ base: 1, md: 3 }}
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label={text.steps}
      >
        <Step number={1} title={text.products} state={products > 0 ? 'done' : 'next'} why={text.productsWhy}>
          {products > 0 && <Text fz="sm">{text.productsHere({ count: format.number(products) })}</Text>}
        </Step>
        <Step
          number={2}
          title={text.stock}
          state={isStockDone ? 'done' : products > 0 ? 'next' : 'later'}
          why={text.stockWhy}
        >
          {(isStockKnown || salesUntil !== null) && (
            <>
              <Text fz="sm">{isStockKnown ? text.stockUntil({ day: format.day(stockUntil) }) : text.stockMissing}</Text>
              <Text fz="sm">
                {salesUntil === null ? text.salesMissing : text.salesUntil({ day: format.day(salesUntil) })}
              </Text>
            </>
          )}
        </Step>
        <Step
          number={3}
          title={text.run}
          state={next === 'nothing' ? 'done' : next === 'run' ? 'next' : 'later'}
          why={text.runWhy}
        >
          <Allowed role="merchandiser">
            <Run start={start} />
          </Allowed>
        </Step>
      </SimpleGrid>
      {next === 'nothing' && <FirstResult start={start} />}
      {mayImport ? <ImportDesk /> : <Text c="dimmed">{text.onlyView}</Text>}
    </Stack>
  );
}

function Run({ start }: { start: StartView }): React.JSX.Element | null {
  const text = useText(startText);
  const run = useFirstRun();
  if (start.openRun !== null) {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" aria-hidden />
        <Text fz="sm">{text.running}</Text>
      </Group>
    );
  }
  if (start.next === 'nothing' || start.products === 0) return null;
  const isReady = start.next === 'run';
  if (!isReady && !start.isStockKnown) return null; // without any stock a run has nothing to look at
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant={isReady ? 'filled' : 'default'}
        leftSection={<IconPlayerPlay size={18} aria-hidden />}
        loading={run.isPending}
        onClick={() => run.send()}
      >
        {isReady ? text.runNow : text.runAnyway}
      </Button>
      {run.isError && <ProblemNote error={run.error} />}
    </Stack>
  );
}

function FirstResult({ start }: { start: StartView }): React.JSX.Element | null {
  const text = useText(startText);
  const format = useFormat();
  const { lastRun } = start;
  if (lastRun === null) return null;
  return (
    <Alert color="leaf" role="status" title={text.ran({ day: format.day(lastRun.asOf) })}>
      <Text fz="sm" mb="sm">
        {lastRun.suggested > 0 ? text.suggestions({ count: format.number(lastRun.suggested) }) : text.noSuggestions}
      </Text>
      <Group gap="xs">
        {lastRun.suggested > 0 && (
          <Button component={Link} to="/inbox">
            {text.toInbox}
          </Button>
        )}
        <Button component={Link} to="/stale" variant="default">
          {text.toStale}
        </Button>
      </Group>
    </Alert>
  );
}
