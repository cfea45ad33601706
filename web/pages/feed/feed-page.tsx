import { Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { FeedStatus } from '../../../src/contract/feed';
import { useChannelFeeds, type ChannelFeed, type Delivery } from '../../api/feed';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { feedText } from '../../text/feed';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import { channelState, STATE_URGENCY } from './channel-state';
import { Dot } from './dot';
import classes from './feed.module.css';

/** Every channel at a glance: what is up, what waits, what needs somebody. */
export default function FeedPage(): React.JSX.Element {
  const text = useText(feedText);
  return (
    <Page title={text.title} intro={text.intro}>
      <Channels />
    </Page>
  );
}

function Channels(): React.JSX.Element {
  const text = useText(feedText);
  const { channels, feeds } = useChannelFeeds();
  if (channels.isPending) return <Loading />;
  if (channels.isError) return <ProblemNote error={channels.error} retry={() => void channels.refetch()} />;
  if (feeds.length === 0) {
    return (
      <EmptyState
        Icon={IconBroadcast}
        title={text.none}
        action={
          <Button component={Link} to="/settings/channels">
            {text.toSettings}
          </Button>
        }
      >
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <SimpleGrid component="ul" p={0} m={0} cols={{ base: 1, xs: 2, lg: 3 }} style={{ listStyle: 'none' }}>
      {feeds.map((feed) => (
        <li key={feed.channel.code}>
          <ChannelCard feed={feed} />
        </li>
      ))}
    </SimpleGrid>
  );
}

function ChannelCard({ feed: { channel, status, error } }: { feed: ChannelFeed }): React.JSX.Element {
  const text = useText(feedText);
  return (
    <Paper
      component={Link}
      to={`/feed/${encodeURIComponent(channel.code)}`}
      withBorder
      p="md"
      className={classes.card!}
    >
      <Title order={2} fz="h4" mb={4}>
        {channel.name}
      </Title>
      {status !== undefined && <State status={status} />}
      {status === undefined && error !== null && <Text c="red">{text.loadFailed}</Text>}
      {status === undefined && error === null && <Skeleton h={96} />}
    </Paper>
  );
}

/** Shown even when they are none; the others only when there is one, so that they are seen. */
const ALWAYS: readonly Delivery[] = ['live', 'waiting'];
const SHOWN: readonly Delivery[] = ['live', 'waiting', 'exported', 'scheduled', 'refused', 'unknown'];

function State({ status }: { status: FeedStatus }): React.JSX.Element {
  const text = useText(feedText);
  const format = useFormat();
  const { counts, driftedListings, lastPullAt } = status;
  const state = channelState(status, Date.now());
  const figures = SHOWN.filter((name) => ALWAYS.includes(name) || counts[name] > 0).map((name): [string, number] => [
    text.deliveries[name],
    counts[name],
  ]);
  if (driftedListings > 0) figures.push([text.deliveries.drifted, driftedListings]);
  return (
    <Stack gap="sm">
      <div>
        <Dot urgency={STATE_URGENCY[state]}>{text.states[state]}</Dot>
        <Text fz="sm" c="dimmed">
          {lastPullAt === null ? text.neverPulled : text.pulled({ ago: format.ago(lastPullAt) })}
        </Text>
      </div>
      <Group component="dl" m={0} gap="lg" style={{ rowGap: 8 }}>
        {figures.map(([name, count]) => (
          <div key={name}>
            <Text component="dt" fz="xs" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fz="lg" fw={650} className={classes.prices!}>
              {format.number(count)}
            </Text>
          </div>
        ))}
      </Group>
    </Stack>
  );
}
