import { Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChannelView } from '../../../src/contract/shop';
import { useAddChannel, useChangeChannel, useHoldChannel } from '../../api/channel-settings';
import { settingsText } from '../../text/settings';
import { shopText } from '../../text/settings-shop';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';

/** `Toko Offline 2` is proposed the code `toko-offline-2`. */
const codeFor = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);

export function AddChannel({ onClose }: { onClose(): void }): React.JSX.Element {
  const text = useText(shopText).channels;
  const [name, setName] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [isMarketplace, setMarketplace] = useState(true);
  const add = useAddChannel(onClose);
  const wanted = code ?? codeFor(name);
  return (
    <FormModal
      title={text.add}
      submit={text.add}
      isPending={add.isPending}
      error={add.error}
      onSubmit={() => add.send({ code: wanted, name, isMarketplace })}
      onClose={onClose}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={text.code}
        description={text.codeHelp}
        required
        withAsterisk={false}
        maxLength={64}
        autoCapitalize="none"
        value={wanted}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Switch
        label={text.isMarketplace}
        description={text.isMarketplaceHelp}
        checked={isMarketplace}
        onChange={(event) => setMarketplace(event.currentTarget.checked)}
      />
    </FormModal>
  );
}

export function ChangeChannel({ channel, onClose }: { channel: ChannelView; onClose(): void }): React.JSX.Element {
  const text = useText(shopText).channels;
  const { save } = useText(settingsText);
  const [name, setName] = useState(channel.name);
  const [isMarketplace, setMarketplace] = useState(channel.isMarketplace);
  const [isActive, setActive] = useState(channel.isActive);
  const change = useChangeChannel(channel.code, onClose);
  return (
    <FormModal
      title={text.editOf({ channel: channel.name })}
      submit={save}
      isPending={change.isPending}
      error={change.error}
      onSubmit={() => change.send({ name, isMarketplace, isActive })}
      onClose={onClose}
    >
      <TextInput
        label={text.name}
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Switch
        label={text.isMarketplace}
        description={text.isMarketplaceHelp}
        checked={isMarketplace}
        onChange={(event) => setMarketplace(event.currentTarget.checked)}
      />
      <Switch
        label={text.isActive}
        description={text.isActiveHelp}
        checked={isActive}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
    </FormModal>
  );
}

export function HoldChannel({ channel, onClose }: { channel: ChannelView; onClose(): void }): React.JSX.Element {
  const text = useText(shopText).channels;
  const [reason, setReason] = useState('');
  const hold = useHoldChannel(channel.code, onClose);
  return (
    <FormModal
      title={text.holdOf({ channel: channel.name })}
      submit={text.hold}
      isDanger
      isPending={hold.isPending}
      error={hold.error}
      onSubmit={() => hold.send({ reason })}
      onClose={onClose}
    >
      <Text>{text.holdWhy}</Text>
      <Textarea
        label={text.reason}
        description={text.reasonHelp}
        required
        withAsterisk={false}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormModal>
  );
}
