import { Checkbox, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WebhookView, WebhookWithSecret } from '../../../src/contract/webhooks';
import { useChannels } from '../../api/channels';
import { useAddWebhook } from '../../api/webhooks';
import { webhooksText } from '../../text/settings-webhooks';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';

const TYPES: WebhookView['types'] = ['price.approved', 'price.withdrawn', 'run.finished', 'import.finished'];

interface AddWebhookProps {
  onClose(): void;
  onAdded(added: WebhookWithSecret): void;
}

/** A new address to tell things to. */
export default function WebhookForm({ onClose, onAdded }: AddWebhookProps): React.JSX.Element {
  const text = useText(webhooksText);
  const channels = useChannels();
  const [url, setUrl] = useState('');
  const [types, setTypes] = useState(TYPES);
  const [codes, setCodes] = useState<string[]>([]);
  const [isTried, setTried] = useState(false);
  const add = useAddWebhook(onAdded);
  const submit = (): void => {
    setTried(true);
    if (types.length > 0) add.send({ url: url.trim(), types, channels: codes.length === 0 ? null : codes });
  };
  return (
    <FormModal
      title={text.add}
      submit={text.add}
      isPending={add.isPending}
      error={add.error}
      onSubmit={submit}
      onClose={onClose}
      size="lg"
    >
      <TextInput
        label={text.url}
        description={text.urlHelp}
        inputMode="url"
        autoCapitalize="none"
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={1000}
        data-autofocus
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={text.types}
        value={types}
        onChange={(chosen) => setTypes(TYPES.filter((type) => chosen.includes(type)))}
        error={isTried && types.length === 0 ? text.typesMissing : undefined}
      >
        <Stack gap="sm" my="xs">
          {TYPES.map((type) => (
            <Checkbox key={type} value={type} label={text.type[type]} />
          ))}
        </Stack>
      </Checkbox.Group>
      <MultiSelect
        label={text.channels}
        description={text.channelsHelp}
        value={codes}
        onChange={setCodes}
        data={(channels.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
      />
    </FormModal>
  );
}
