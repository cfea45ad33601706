import { Alert, Anchor, Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconAdjustmentsOff, IconChevronLeft, IconInfoCircle, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { ChannelProfiles, ProfileView } from '../../../src/contract/channel-profiles';
import type { ChannelView } from '../../../src/contract/shop';
import { useChannels } from '../../api/channels';
import { useProfile, useShippedProfiles } from '../../api/profiles';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { settingsText } from '../../text/settings';
import { profileText } from '../../text/settings-profile';
import { useText } from '../../text/texts';
import { plusDays, useToday } from './days';
import { ProfileFacts } from './profile-facts';
import { ReadOnlyNote } from './read-only-note';
import { RemoveProfile } from './remove-profile';

const ProfileForm = lazy(() => import('./profile-form'));

/** What is open over the page: a profile by its place, or a new one that begins as another. */
type Open = { what: 'edit' | 'remove'; index: number } | { what: 'add'; like: ProfileView };

/** What a channel takes and refuses, and what it will take from some day on. */
export default function ProfilePage(): React.JSX.Element {
  const { code = '' } = useParams();
  const text = useText(profileText);
  const profile = useProfile(code);
  const channels = useChannels();
  const channel = channels.data?.find((each) => each.code === code);
  return (
    <>
      <Anchor component={Link} to="/settings/channels" fz="sm" display="flex" w="fit-content" py={9}>
        <IconChevronLeft size={16} aria-hidden style={{ alignSelf: 'center' }} />
        {text.back}
      </Anchor>
      <Page title={text.titleOf({ channel: channel?.name ?? code })} intro={text.intro}>
        <ReadOnlyNote />
        {profile.isPending && <Loading />}
        {profile.isError && <ProblemNote error={profile.error} retry={() => void profile.refetch()} />}
        {profile.data !== undefined && <Profiles profiles={profile.data} channel={channel} />}
      </Page>
    </>
  );
}

interface ProfilesProps {
  profiles: ChannelProfiles;
  /** Left out while it is on its way. */
  channel: ChannelView | undefined;
}

function Profiles({ profiles, channel }: ProfilesProps): React.JSX.Element {
  const text = useText(profileText);
  const [open, setOpen] = useState<Open | null>(null);
  const format = useFormat();
  const actorOf = useWho();
  const today = useToday();
  const { items, inForce, version, note, createdBy, createdAt } = profiles;
  const close = (): void => setOpen(null);
  const current = items.findIndex(({ validFrom }) => validFrom === inForce.validFrom);
  const shown = items[current];
  const rest = items.map((profile, index) => ({ profile, index })).filter(({ index }) => index !== current);
  const name = channel?.name ?? profiles.channel;
  return (
    <Stack>
      {shown !== undefined && shown.notVerified.length > 0 && (
        <Alert color="orange" icon={<IconInfoCircle aria-hidden />}>
          {text.unverified}
        </Alert>
      )}
      {shown === undefined ? (
        <NoProfile like={{ ...inForce, validFrom: today }} onBegin={(like) => setOpen({ what: 'add', like })} />
      ) : (
        <Section
          title={text.inForce}
          intro={text.since({ day: format.day(shown.validFrom) })}
          actions={<Actions profile={shown} index={current} onOpen={setOpen} />}
        >
          <ProfileFacts profile={shown} />
        </Section>
      )}
      {(rest.length > 0 || shown !== undefined) && (
        <Section title={text.others} intro={text.replaced}>
          <Stack component="ul" gap="xs" p={0} m={0}>
            {rest.map(({ profile, index }) => (
              <Group key={index} component="li" justify="space-between" style={{ listStyle: 'none' }}>
                <Group gap="xs">
                  <Text fw={600}>{text.from({ day: format.day(profile.validFrom) })}</Text>
                  <Badge variant="light" tt="none" color={profile.validFrom > today ? 'blue' : 'gray'}>
                    {profile.validFrom > today ? text.comes : text.over}
                  </Badge>
                </Group>
                <Actions profile={profile} index={index} onOpen={setOpen} />
              </Group>
            ))}
          </Stack>
          {shown !== undefined && (
            <Allowed role="owner">
              <Button
                mt={rest.length > 0 ? 'sm' : 0}
                variant="default"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() => setOpen({ what: 'add', like: { ...shown, validFrom: plusDays(today, 1) } })}
              >
                {text.add}
              </Button>
            </Allowed>
          )}
        </Section>
      )}
      {version > 0 && (
        <Text fz="sm" c="dimmed">
          {text.changedBy({ version: String(version), by: actorOf(createdBy ?? ''), at: format.instant(createdAt) })}{' '}
          {createdBy === 'system' ? text.shipped : note}
        </Text>
      )}
      <Suspense>
        {open?.what === 'edit' && (
          <ProfileForm
            title={text.editOf({ day: format.day(items[open.index]!.validFrom) })}
            profiles={profiles}
            start={items[open.index]!}
            index={open.index}
            onClose={close}
          />
        )}
        {open?.what === 'add' && (
          <ProfileForm
            title={text.titleOf({ channel: name })}
            profiles={profiles}
            start={open.like}
            index={null}
            onClose={close}
          />
        )}
      </Suspense>
      {open?.what === 'remove' && <RemoveProfile profiles={profiles} index={open.index} onClose={close} />}
    </Stack>
  );
}

interface ActionsProps {
  profile: ProfileView;
  index: number;
  onOpen(open: Open): void;
}

function Actions({ profile, index, onOpen }: ActionsProps): React.JSX.Element {
  const text = useText(profileText);
  const { edit, remove } = useText(settingsText);
  const day = useFormat().day(profile.validFrom);
  return (
    <Allowed role="owner">
      <Group gap="xs">
        <Button variant="default" aria-label={text.editOf({ day })} onClick={() => onOpen({ what: 'edit', index })}>
          {edit}
        </Button>
        <Button
          variant="subtle"
          color="red"
          aria-label={text.removeOf({ day })}
          onClick={() => onOpen({ what: 'remove', index })}
        >
          {remove}
        </Button>
      </Group>
    </Allowed>
  );
}

/** Nothing is limited: an owner begins from a channel that is like it. */
function NoProfile({ like, onBegin }: { like: ProfileView; onBegin(like: ProfileView): void }): React.JSX.Element {
  const text = useText(profileText);
  const channels = useChannels();
  const shipped = useShippedProfiles().data?.items ?? [];
  const nameOf = (code: string): string => channels.data?.find((each) => each.code === code)?.name ?? code;
  const begin = (code: string | null): void => {
    const found = shipped.findLast(({ channelCode }) => channelCode === code);
    if (found === undefined) return;
    const { channelCode: _, ...profile } = found;
    onBegin({ ...profile, validFrom: like.validFrom });
  };
  return (
    <EmptyState
      Icon={IconAdjustmentsOff}
      title={text.generic}
      action={
        <Allowed role="owner">
          <Group justify="center">
            <Select
              aria-label={text.beginAs}
              placeholder={text.beginAs}
              value={null}
              data={[...new Set(shipped.map(({ channelCode }) => channelCode))].map((code) => ({
                value: code,
                label: nameOf(code),
              }))}
              onChange={begin}
            />
            <Button variant="default" onClick={() => onBegin(like)}>
              {text.empty}
            </Button>
          </Group>
        </Allowed>
      }
    >
      {text.genericWhy}
    </EmptyState>
  );
}
