import { Alert, Anchor, Button, Group, Stack } from '@mantine/core';
import { IconArrowLeft, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import type { FeedStatus } from '../../../src/contract/feed';
import { useChannelNames } from '../../api/channels';
import { useFeedStatus, type Delivery } from '../../api/feed';
import { Allowed } from '../../parts/allowed';
import { KeyFigures } from '../../parts/figure';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { feedText } from '../../text/feed';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import { channelState } from './channel-state';
import { DriftSection } from './drift-section';
import { EntrySection } from './entry-section';
import { HeldNote, HoldButton } from './kill-switch';
import { PriceFileSection } from './price-files/price-file-section';

/** One channel: what became of each approved price there, and what somebody must decide. */
export default function ChannelPage(): React.JSX.Element {
  const { channel: code = '' } = useParams();
  const text = useText(feedText);
  const name = useChannelNames()(code);
  const status = useFeedStatus(code);
  return (
    <Page
      title={name}
      intro={
        <Anchor component={Link} to="/feed" fz="sm">
          <Group component="span" gap={4} display="inline-flex">
            <IconArrowLeft size={15} aria-hidden />
            {text.all}
          </Group>
        </Anchor>
      }
      actions={
        status.data?.isHeld === false && (
          <Allowed role="owner">
            <HoldButton code={code} name={name} />
          </Allowed>
        )
      }
    >
      {status.isPending && <Loading />}
      {status.isError && <ProblemNote error={status.error} retry={() => void status.refetch()} />}
      {status.data !== undefined && (
        <Stack gap="md">
          <Connection code={code} status={status.data} />
          <Counts status={status.data} />
          {status.data.driftedListings > 0 && <DriftSection code={code} />}
          <PriceFileSection code={code} name={name} isHeld={status.data.isHeld} />
          <EntrySection code={code} counts={status.data.counts} />
        </Stack>
      )}
    </Page>
  );
}

/** What stands between approved prices and the channel, if anything does. */
function Connection({ code, status }: { code: string; status: FeedStatus }): React.JSX.Element | null {
  const text = useText(feedText);
  const format = useFormat();
  const state = channelState(status, Date.now());
  if (state === 'held') return <HeldNote code={code} reason={status.heldReason ?? ''} />;
  if (state === 'silent') {
    return (
      <Alert
        color="orange"
        icon={<IconPlugConnectedX aria-hidden />}
        title={text.silentTitle({ ago: format.ago(status.lastPullAt) })}
      >
        {text.silentWhy}
      </Alert>
    );
  }
  if (state !== 'never') return null;
  return (
    <Alert color="gray" icon={<IconPlugConnected aria-hidden />} title={text.neverTitle}>
      {text.neverWhy}
      <Group mt="sm" gap="xs">
        <Allowed role="owner">
          <Button component={Link} to="/settings/keys" size="xs" variant="default">
            {text.makeKey}
          </Button>
        </Allowed>
        <Button component="a" href="/docs" size="xs" variant="default">
          {text.readDocs}
        </Button>
      </Group>
    </Alert>
  );
}

const FIGURES: readonly Delivery[] = ['live', 'waiting', 'exported', 'scheduled', 'refused', 'unknown'];

function Counts({ status: { counts, driftedListings } }: { status: FeedStatus }): React.JSX.Element | null {
  const text = useText(feedText);
  const format = useFormat();
  const figures = FIGURES.map((name) => ({ id: name, value: counts[name] }));
  const all = [...figures, { id: 'drifted' as const, value: driftedListings }];
  if (all.every(({ value }) => value === 0)) return null;
  return (
    <KeyFigures
      figures={all.map(({ id, value }) => ({
        name: text.deliveries[id],
        value: format.number(value),
        note: text.deliveryNotes[id],
      }))}
    />
  );
}
