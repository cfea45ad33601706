import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconChecks } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { StandingDecision, SuggestionView } from '../../../src/contract/suggestions';
import { useDecided } from '../../api/suggestions';
import { useMay } from '../../api/session';
import { decidedPrice } from '../../parts/decided-price';
import { EmptyState } from '../../parts/empty-state';
import { KindBadge } from '../../parts/kind-badge';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import { useChannelName, useWho } from './row-parts';

interface DecidedListProps {
  isBusy: boolean;
  onUndo(row: SuggestionView): void;
}

/** What people decided last, newest first, each with its way back. */
export function DecidedList({ isBusy, onUndo }: DecidedListProps): React.JSX.Element {
  const text = useText(inboxText);
  const parts = useText(partsText);
  const decided = useDecided();
  if (decided.isPending) return <Loading />;
  if (decided.isError) return <ProblemNote error={decided.error} retry={() => void decided.refetch()} />;
  const items = decided.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState Icon={IconChecks} title={text.emptyDecided}>
        {text.emptyDecidedWhy}
      </EmptyState>
    );
  }
  return (
    <Stack gap="xs">
      <ul className={classes.list} aria-label={text.decidedList}>
        {items.map((item) => (
          <li key={item.suggestion.id}>
            <DecidedItem item={item} isBusy={isBusy} onUndo={onUndo} />
          </li>
        ))}
      </ul>
      {decided.hasNextPage && (
        <Button
          variant="default"
          h={42}
          loading={decided.isFetchingNextPage}
          onClick={() => void decided.fetchNextPage()}
        >
          {parts.more}
        </Button>
      )}
    </Stack>
  );
}

interface DecidedItemProps extends DecidedListProps {
  item: StandingDecision;
}

function DecidedItem({ item, isBusy, onUndo }: DecidedItemProps): React.JSX.Element {
  const { suggestion: row, decision, undo } = item;
  const text = useText(inboxText);
  const format = useFormat();
  const channelName = useChannelName();
  const who = useWho();
  const mayDecide = useMay('merchandiser');
  const price = decidedPrice(decision.detail) ?? row.price;
  return (
    <Paper withBorder p="sm" mb={8}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Link to={`/suggestions/${row.id}`} className={classes.name!}>
            {row.name}
          </Link>
          <Group gap="xs" fz="sm">
            <KindBadge kind={row.kind} />
            <span>{channelName(row.channel)}</span>
            {price !== null && decision.action !== 'reject' && (
              <Text span fw={600}>
                {format.money(price)}
              </Text>
            )}
          </Group>
          <Text fz="xs" c="dimmed">
            {text.actBy({ act: text.acts[actOf(item)], who: who(decision.by), ago: format.ago(decision.at) })}
          </Text>
          {decision.reason !== null && (
            <Text fz="xs" c="dimmed">
              {text.because({ reason: decision.reason })}
            </Text>
          )}
        </Stack>
        {mayDecide && undo !== null && (
          <Button
            variant="default"
            h={42}
            disabled={isBusy}
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            aria-label={`${text.undo}: ${row.name}`}
            onClick={() => onUndo(row)}
            style={{ flex: 'none' }}
          >
            {text.undo}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

function actOf({ suggestion, decision }: StandingDecision): keyof typeof inboxText.id.acts {
  if (suggestion.state === 'half-approved') return 'half';
  if (suggestion.kind === 'alert' && decision.action === 'approve') return 'seen';
  const { action } = decision;
  return action === 'adjust' || action === 'reject' || action === 'second-approve' ? action : 'approve';
}
