import { Badge, Button, Checkbox, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { AddedKey, KeyView } from '../../../src/contract/access';
import { useChannels } from '../../api/channels';
import { useAddKey, useKeys, useRevokeKey } from '../../api/keys';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { settingsText } from '../../text/settings';
import { peopleText } from '../../text/settings-people';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';
import { ReadOnlyNote } from './read-only-note';
import { SecretOnce } from './secret-once';

type Open = { what: 'add' } | { what: 'told'; added: AddedKey } | { what: 'revoke'; key: KeyView };

export default function KeysPage(): React.JSX.Element {
  const text = useText(peopleText).keys;
  const { sections } = useText(settingsText);
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Page
      title={sections.keys}
      intro={text.intro}
      actions={
        <Allowed role="owner">
          <Button leftSection={<IconKey size={18} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
            {text.add}
          </Button>
        </Allowed>
      }
    >
      <ReadOnlyNote hidesAll />
      <Allowed role="owner">
        <KeyList onRevoke={(key) => setOpen({ what: 'revoke', key })} />
      </Allowed>
      {open?.what === 'add' && <AddKey onClose={close} onAdded={(added) => setOpen({ what: 'told', added })} />}
      {open?.what === 'told' && (
        <SecretOnce title={text.told({ name: open.added.name })} secret={open.added.key} onClose={close} />
      )}
      {open?.what === 'revoke' && <Revoke apiKey={open.key} onClose={close} />}
    </Page>
  );
}

function KeyList({ onRevoke }: { onRevoke(key: KeyView): void }): React.JSX.Element {
  const text = useText(peopleText).keys;
  const keys = useKeys();
  if (keys.isPending) return <Loading />;
  if (keys.isError) return <ProblemNote error={keys.error} retry={() => void keys.refetch()} />;
  if (keys.data.length === 0) {
    return (
      <EmptyState Icon={IconKey} title={text.none}>
        {text.noneWhy}
      </EmptyState>
    );
  }
  const inUse = keys.data.filter(({ revokedAt }) => revokedAt === null);
  const revoked = keys.data.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <Stack component="ul" gap="xs" p={0} m={0} aria-label={text.list}>
      {[...inUse, ...revoked].map((key) => (
        <KeyCard key={key.id} apiKey={key} onRevoke={() => onRevoke(key)} />
      ))}
    </Stack>
  );
}

function KeyCard({ apiKey, onRevoke }: { apiKey: KeyView; onRevoke(): void }): React.JSX.Element {
  const text = useText(peopleText).keys;
  const format = useFormat();
  const actor = useWho();
  const { name, prefix, scopes, createdBy, createdAt, lastUsedAt, revokedAt } = apiKey;
  return (
    <Paper component="li" withBorder p="md" style={{ listStyle: 'none' }}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} td={revokedAt === null ? undefined : 'line-through'}>
            {name}
          </Text>
          <Group gap={6} my={6}>
            {scopes.map((scope) => (
              <Badge key={scope} variant="default" tt="none" radius="sm">
                {scope}
              </Badge>
            ))}
          </Group>
          <Text fz="sm" c="dimmed">
            {text.begins({ prefix })}
          </Text>
          <Text fz="sm" c="dimmed">
            {text.madeBy({ who: actor(createdBy), when: format.day(createdAt.slice(0, 10)) })}
          </Text>
          <Text fz="sm" c="dimmed">
            {revokedAt === null
              ? `${text.lastUsed}: ${lastUsedAt === null ? text.never : format.ago(lastUsedAt)}`
              : text.revoked({ when: format.instant(revokedAt) })}
          </Text>
        </div>
        {revokedAt === null && (
          <Button
            variant="light"
            color="red"
            style={{ flex: 'none' }}
            aria-label={text.revokeNamed({ name })}
            onClick={onRevoke}
          >
            {text.revoke}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

function AddKey({ onClose, onAdded }: { onClose(): void; onAdded(added: AddedKey): void }): React.JSX.Element {
  const text = useText(peopleText).keys;
  const channels = useChannels();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [isTried, setTried] = useState(false);
  const add = useAddKey(onAdded);
  const submit = (): void => {
    setTried(true);
    if (scopes.length > 0) add.send({ name, scopes });
  };
  return (
    <FormModal
      title={text.add}
      submit={text.add}
      isPending={add.isPending}
      error={add.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={text.name}
        description={text.nameHelp}
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={text.scopes}
        value={scopes}
        onChange={setScopes}
        error={isTried && scopes.length === 0 ? text.scopesMissing : undefined}
      >
        <Stack gap="sm" my="xs">
          {(channels.data ?? [])
            .filter(({ isActive }) => isActive)
            .map((channel) => (
              <Checkbox
                key={channel.code}
                value={`feed:${channel.code}`}
                label={text.feed({ channel: channel.name })}
              />
            ))}
          {(['ingest', 'read', 'metrics'] as const).map((scope) => (
            <Checkbox key={scope} value={scope} label={text.scope[scope]} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FormModal>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: KeyView; onClose(): void }): React.JSX.Element {
  const text = useText(peopleText).keys;
  const revoke = useRevokeKey(onClose);
  return (
    <FormModal
      title={text.revokeOf({ name: apiKey.name })}
      submit={text.revoke}
      isDanger
      isPending={revoke.isPending}
      error={revoke.error}
      onSubmit={() => revoke.send({ id: apiKey.id })}
      onClose={onClose}
    >
      <Text>{text.revokeWhy}</Text>
    </FormModal>
  );
}
