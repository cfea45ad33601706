import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChannelProfiles } from '../../../src/contract/channel-profiles';
import { usePutProfile } from '../../api/profiles';
import { useFormat } from '../../text/format';
import { settingsText } from '../../text/settings';
import { profileText } from '../../text/settings-profile';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';

interface RemoveProfileProps {
  profiles: ChannelProfiles;
  index: number;
  onClose(): void;
}

/** Asks before a profile goes, and why. */
export function RemoveProfile({ profiles, index, onClose }: RemoveProfileProps): React.JSX.Element {
  const text = useText(profileText);
  const { remove } = useText(settingsText);
  const format = useFormat();
  const [why, setWhy] = useState('');
  const put = usePutProfile(profiles.channel, onClose);
  const { items, version } = profiles;
  return (
    <FormModal
      title={text.removeOf({ day: format.day(items[index]?.validFrom) })}
      submit={remove}
      isDanger
      isPending={put.isPending}
      error={put.error}
      onSubmit={() => put.send({ items: items.filter((_, i) => i !== index), expectedVersion: version, note: why })}
      onClose={onClose}
    >
      <Text>{text.removeWhy}</Text>
      <TextInput
        label={text.why}
        description={text.help.why}
        required
        withAsterisk={false}
        maxLength={1000}
        data-autofocus
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
    </FormModal>
  );
}
