import { Anchor, Button, Group, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { RunChanges as Changes } from '../../../src/contract/runs';
import { at } from '../../api/call';
import { useRunChanges, type ChangeKind } from '../../api/runs';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';
import classes from './run-changes.module.css';

const KINDS: readonly ChangeKind[] = ['new', 'changed', 'gone', 'decided', 'flagged', 'cleared'];

/** What a run changed against the one before: counts of every kind, and the rows of the one that is looked at. */
export function RunChanges({ id }: { id: number }): React.JSX.Element {
  const text = useText(runsText);
  const { more } = useText(partsText);
  const format = useFormat();
  const [words, setWords] = useSearchParams();
  const kind = KINDS.find((each) => each === words.get('change')) ?? 'new';
  const changes = useRunChanges(id, kind);
  const choose = (change: ChangeKind): void => setWords({ change }, { replace: true, preventScrollReset: true });
  const [first] = changes.data?.pages ?? [];
  const intro =
    first === undefined
      ? undefined
      : first.before === null
        ? text.changesFirst
        : text.changesIntro({ day: format.day(first.before.asOf) });
  return (
    <Section title={text.changes} intro={intro}>
      {changes.isError ? (
        <ProblemNote error={changes.error} retry={() => void changes.refetch()} />
      ) : first === undefined ? (
        <Loading />
      ) : (
        <Stack gap="md">
          <Kinds totals={first.totals} chosen={kind} choose={choose} />
          <Text fz="sm" c="dimmed">
            {text.kindHints[kind]}
          </Text>
          <Rows pages={changes.data!.pages} />
          {changes.hasNextPage && (
            <Button
              variant="default"
              mx="auto"
              loading={changes.isFetchingNextPage}
              onClick={() => void changes.fetchNextPage()}
            >
              {more}
            </Button>
          )}
        </Stack>
      )}
    </Section>
  );
}

interface KindsProps {
  totals: Changes['totals'];
  chosen: ChangeKind;
  choose(kind: ChangeKind): void;
}

function Kinds({ totals, chosen, choose }: KindsProps): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="xs" role="group" aria-label={text.changes}>
      {KINDS.map((kind) => {
        const sum = totals[kind];
        const money = 'gain' in sum ? format.gain(sum.gain) : format.moneyShort(sum.staleValue);
        return (
          <UnstyledButton
            key={kind}
            className={classes.kind!}
            aria-pressed={kind === chosen}
            onClick={() => choose(kind)}
          >
            <Text fz="xs">{text.kinds[kind]}</Text>
            <Text fw={650} fz="xl" lh={1.2}>
              {format.number(sum.count)}
            </Text>
            <Text fz="xs" c="dimmed">
              {sum.count === 0 ? ' ' : money}
            </Text>
          </UnstyledButton>
        );
      })}
    </SimpleGrid>
  );
}

function Rows({ pages }: { pages: readonly Changes[] }): React.JSX.Element {
  const text = useText(runsText);
  const suggestions = pages.flatMap((page) => page.suggestions);
  const products = pages.flatMap((page) => page.products);
  if (suggestions.length + products.length === 0) return <Text c="dimmed">{text.noChange}</Text>;
  return (
    <Stack gap={0} component="ul" m={0} p={0} className={classes.rows!} aria-label={text.changeList}>
      {suggestions.map((row) => (
        <SuggestionRow key={row.suggestionId} row={row} />
      ))}
      {products.map((row) => (
        <ProductRow key={row.sku} row={row} />
      ))}
    </Stack>
  );
}

function SuggestionRow({ row }: { row: Changes['suggestions'][number] }): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  const states: Record<string, string> = text.suggestionStates;
  const from = row.priceBefore ?? row.currentPrice;
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <Anchor component={Link} to={at`/suggestions/${row.suggestionId}`} fw={500} fz="sm">
          {row.name}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {row.sku} · {row.channel}
        </Text>
      </div>
      <Group gap="xs" className={classes.middle!}>
        <KindBadge kind={row.kind} />
        {row.price !== null && (
          <Text fz="sm">{text.priceFrom({ before: format.money(from), now: format.money(row.price) })}</Text>
        )}
        <Text fz="xs" c="dimmed">
          {states[row.state] ?? row.state}
        </Text>
      </Group>
      <div className={classes.money}>
        <Text fz="sm" fw={600}>
          {format.gain(row.gain)}
        </Text>
        {row.gainBefore !== null && (
          <Text fz="xs" c="dimmed">
            {text.gainBefore({ gain: format.gain(row.gainBefore) })}
          </Text>
        )}
      </div>
    </li>
  );
}

function ProductRow({ row }: { row: Changes['products'][number] }): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <Anchor component={Link} to={at`/products/${row.sku}`} fw={500} fz="sm">
          {row.name}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {row.sku}
          {row.category !== null && ` · ${row.category}`}
        </Text>
      </div>
      <Text fz="sm" className={classes.middle!}>
        {text.unitsChange({ before: format.number(row.staleUnitsBefore), now: format.number(row.staleUnits) })}
      </Text>
      <div className={classes.money}>
        <Text fz="sm" fw={600}>
          {format.money(row.staleValue)}
        </Text>
        <Text fz="xs" c="dimmed">
          {text.staleBefore({ value: format.money(row.staleValueBefore) })}
        </Text>
      </div>
    </li>
  );
}
