import { Anchor, Button, Group, Modal, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link } from 'react-router';
import { useDrifts, useSettleDrift, type DriftView } from '../../api/feed';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { feedText } from '../../text/feed';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';
import classes from './feed.module.css';

type Action = 'resend' | 'accept';

/** Prices on the channel that are not ours, each with what can be done about it. */
export function DriftSection({ code }: { code: string }): React.JSX.Element {
  const text = useText(feedText);
  const parts = useText(partsText);
  const drifts = useDrifts(code);
  const [asked, setAsked] = useState<{ drift: DriftView; action: Action } | null>(null);
  return (
    <Section title={text.driftTitle} intro={text.driftIntro}>
      {drifts.isPending && <Loading />}
      {drifts.isError && <ProblemNote error={drifts.error} retry={() => void drifts.refetch()} />}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {drifts.data?.pages
          .flatMap(({ items }) => items)
          .map((drift) => (
            <Paper component="li" key={drift.sku} withBorder p="sm">
              <DriftRow drift={drift} ask={(action) => setAsked({ drift, action })} />
            </Paper>
          ))}
      </Stack>
      {drifts.hasNextPage && (
        <Button
          variant="default"
          mt="sm"
          loading={drifts.isFetchingNextPage}
          onClick={() => void drifts.fetchNextPage()}
        >
          {parts.more}
        </Button>
      )}
      {asked !== null && <SettleDialog code={code} {...asked} close={() => setAsked(null)} />}
    </Section>
  );
}

function DriftRow({ drift, ask }: { drift: DriftView; ask: (action: Action) => void }): React.JSX.Element {
  const text = useText(feedText);
  const format = useFormat();
  const { sku, productName, kind, ours, theirs, since, entryId, isRunning } = drift;
  return (
    <div className={classes.drift}>
      <div style={{ minWidth: 0 }}>
        <Anchor component={Link} to={`/products/${encodeURIComponent(sku)}`} fw={600} c="inherit">
          {productName}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {sku}
        </Text>
        <Text fz="sm" mt={4}>
          {text.driftKinds[kind]}
        </Text>
        {entryId === null && (
          <Text fz="xs" c="dimmed">
            {text.cannotResend}
          </Text>
        )}
      </div>
      <dl className={classes.pair}>
        <div>
          <Text component="dt" fz="xs" c="dimmed">
            {isRunning ? text.oursOffer : text.oursBase}
          </Text>
          <Text component="dd" m={0} fw={600}>
            {format.money(ours)}
          </Text>
        </div>
        <div>
          <Text component="dt" fz="xs" c="dimmed">
            {text.theirs}
          </Text>
          <Text component="dd" m={0} fw={600}>
            {format.money(theirs)}
            <Text component="span" display="block" fz="xs" c="dimmed" fw={400} title={format.instant(since)}>
              {text.sinceAgo({ ago: format.ago(since) })}
            </Text>
          </Text>
        </div>
      </dl>
      <Allowed role="merchandiser">
        <div className={classes.choice}>
          {entryId !== null && <Button onClick={() => ask('resend')}>{text.resend}</Button>}
          <Button variant="default" onClick={() => ask('accept')}>
            {text.accept}
          </Button>
        </div>
      </Allowed>
    </div>
  );
}

interface SettleDialogProps {
  code: string;
  drift: DriftView;
  action: Action;
  close(): void;
}

/** Says what will happen before it does. */
function SettleDialog({ code, drift, action, close }: SettleDialogProps): React.JSX.Element {
  const text = useText(feedText);
  const parts = useText(partsText);
  const format = useFormat();
  const settle = useSettleDrift(code);
  const prices = { ours: format.money(drift.ours), theirs: format.money(drift.theirs) };
  const sentences = {
    resend: drift.isRunning ? text.settleResend(prices) : text.settleStop(prices),
    accept: drift.isRunning ? text.settleAcceptOffer(prices) : text.settleAcceptBase(prices),
  };
  const confirm = async (): Promise<void> => {
    await settle.sendAsync({ sku: drift.sku, action, theirs: drift.theirs });
    notifications.show({ message: action === 'resend' ? text.resent : text.accepted });
    close();
  };
  return (
    <Modal opened onClose={close} title={drift.productName}>
      <Stack>
        <Text>{sentences[action]}</Text>
        {settle.isError && <ProblemNote error={settle.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {parts.cancel}
          </Button>
          <Button loading={settle.isPending} onClick={() => void confirm().catch(() => undefined)} data-autofocus>
            {text[action]}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
