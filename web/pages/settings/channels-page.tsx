import { Alert, Anchor, Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconHandStop, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ChannelView } from '../../../src/contract/shop';
import { useReleaseChannel } from '../../api/channel-settings';
import { useChannels } from '../../api/channels';
import { Allowed } from '../../parts/allowed';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { settingsText } from '../../text/settings';
import { profileText } from '../../text/settings-profile';
import { shopText } from '../../text/settings-shop';
import { useText } from '../../text/texts';
import { AddChannel, ChangeChannel, HoldChannel } from './channel-forms';
import { ReadOnlyNote } from './read-only-note';

type Open = { what: 'add' } | { what: 'change' | 'hold'; channel: ChannelView };

export default function ChannelsPage(): React.JSX.Element {
  const text = useText(shopText).channels;
  const { sections } = useText(settingsText);
  const channels = useChannels();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Page
      title={sections.channels}
      intro={text.intro}
      actions={
        <Allowed role="owner">
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            {text.add}
          </Button>
        </Allowed>
      }
    >
      <ReadOnlyNote />
      {channels.isPending && <Loading />}
      {channels.isError && <ProblemNote error={channels.error} retry={() => void channels.refetch()} />}
      <Stack component="ul" gap="xs" p={0} m={0} aria-label={text.list}>
        {channels.data?.map((channel) => (
          <ChannelCard key={channel.code} channel={channel} onOpen={setOpen} />
        ))}
      </Stack>
      {open?.what === 'add' && <AddChannel onClose={close} />}
      {open?.what === 'change' && <ChangeChannel channel={open.channel} onClose={close} />}
      {open?.what === 'hold' && <HoldChannel channel={open.channel} onClose={close} />}
    </Page>
  );
}

interface ChannelCardProps {
  channel: ChannelView;
  onOpen(open: Open): void;
}

function ChannelCard({ channel, onOpen }: ChannelCardProps): React.JSX.Element {
  const text = useText(shopText).channels;
  const profile = useText(profileText);
  const { edit, sections } = useText(settingsText);
  const { code, name, isMarketplace, isActive, isHeld, heldReason } = channel;
  return (
    <Paper component="li" withBorder p="md" style={{ listStyle: 'none' }}>
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={600}>{name}</Text>
            {!isActive && <Badge variant="default">{text.inactive}</Badge>}
          </Group>
          <Text fz="sm" c="dimmed">
            {isMarketplace ? text.marketplace : text.own} · {code}
          </Text>
        </div>
        <Group gap="xs">
          <Anchor
            component={Link}
            to={`/settings/channels/${encodeURIComponent(code)}`}
            fz="sm"
            px="xs"
            py={9}
            aria-label={profile.linkOf({ channel: name })}
          >
            {profile.link}
          </Anchor>
          <Anchor
            component={Link}
            to={`/settings/fees?channel=${encodeURIComponent(code)}`}
            fz="sm"
            px="xs"
            py={9}
            aria-label={text.feesOf({ channel: name })}
          >
            {sections.fees}
          </Anchor>
          <Allowed role="owner">
            <Button
              variant="default"
              aria-label={text.editOf({ channel: name })}
              onClick={() => onOpen({ what: 'change', channel })}
            >
              {edit}
            </Button>
            {!isHeld && (
              <Button
                variant="light"
                color="red"
                aria-label={text.holdNamed({ channel: name })}
                onClick={() => onOpen({ what: 'hold', channel })}
              >
                {text.hold}
              </Button>
            )}
          </Allowed>
        </Group>
      </Group>
      {isHeld && <Held channel={channel} reason={heldReason ?? ''} />}
    </Paper>
  );
}

function Held({ channel, reason }: { channel: ChannelView; reason: string }): React.JSX.Element {
  const text = useText(shopText).channels;
  const release = useReleaseChannel(channel.code);
  return (
    <Alert mt="sm" color="orange" icon={<IconHandStop aria-hidden />} title={text.held}>
      <Group justify="space-between">
        <Text fz="sm">{reason}</Text>
        <Allowed role="owner">
          <Button
            variant="default"
            loading={release.isPending}
            aria-label={text.releaseNamed({ channel: channel.name })}
            onClick={() => release.send()}
          >
            {text.release}
          </Button>
        </Allowed>
      </Group>
      {release.isError && <ProblemNote error={release.error} />}
    </Alert>
  );
}
