import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { DeliveryView, WebhookView } from '../../../src/contract/webhooks';
import { useDeliveries, useRedeliver } from '../../api/webhooks';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { webhooksText } from '../../text/settings-webhooks';
import { useText } from '../../text/texts';

const COLORS = { pending: 'blue', delivered: 'green', failed: 'red' } as const;

/** What was sent to an address in the last 30 days, and how it went. */
export function WebhookLog({ webhook, onClose }: { webhook: WebhookView; onClose(): void }): React.JSX.Element {
  const text = useText(webhooksText);
  const { more, close } = useText(partsText);
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth < 768);
  const deliveries = useDeliveries(webhook.id);
  const again = useRedeliver(webhook.id);
  const rows = deliveries.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.logOf({ url: webhook.url })}
      size="lg"
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': close }}
      styles={{ title: { overflowWrap: 'anywhere' } }}
    >
      {deliveries.isPending && <Loading />}
      {deliveries.isError && <ProblemNote error={deliveries.error} retry={() => void deliveries.refetch()} />}
      {again.isError && <ProblemNote error={again.error} />}
      {deliveries.isSuccess && rows.length === 0 && <Text c="dimmed">{text.logNone}</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} aria-label={text.log}>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            isBusy={again.isPending}
            onAgain={webhook.state === 'active' ? () => again.send({ delivery: row.id }) : null}
          />
        ))}
      </Stack>
      {deliveries.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          {more}
        </Button>
      )}
    </Modal>
  );
}

interface RowProps {
  row: DeliveryView;
  isBusy: boolean;
  /** null: it may not be sent again now. */
  onAgain: (() => void) | null;
}

function Row({ row, isBusy, onAgain }: RowProps): React.JSX.Element {
  const text = useText(webhooksText);
  const format = useFormat();
  const { type, state, attempt, nextAt, createdAt, statusCode, answer, error } = row;
  const when = format.instant(createdAt);
  const said = [
    text.attempts({ count: format.number(attempt) }),
    ...(nextAt === null ? [] : [text.nextAt({ when: format.instant(nextAt) })]),
    ...(statusCode === null ? [] : [text.answered({ status: String(statusCode) })]),
  ];
  return (
    <Group component="li" justify="space-between" align="flex-start" wrap="nowrap" style={{ listStyle: 'none' }}>
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text fw={600}>{text.type[type]}</Text>
          <Badge color={COLORS[state]} variant="dot" tt="none">
            {text.states[state]}
          </Badge>
        </Group>
        <Text fz="sm" c="dimmed">{`${when} · ${said.join(', ')}`}</Text>
        {(error ?? answer) !== null && (
          <Text fz="sm" lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
            {error ?? answer}
          </Text>
        )}
      </div>
      {onAgain !== null && (
        <Button
          variant="default"
          style={{ flex: 'none' }}
          disabled={isBusy}
          aria-label={text.againNamed({ what: text.type[type], when })}
          onClick={onAgain}
        >
          {text.again}
        </Button>
      )}
    </Group>
  );
}
