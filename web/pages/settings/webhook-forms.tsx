import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WebhookView, WebhookWithSecret } from '../../../src/contract/webhooks';
import { useRemoveWebhook, useRotateSecret } from '../../api/webhooks';
import { webhooksText } from '../../text/settings-webhooks';
import { useText } from '../../text/texts';
import { FormModal } from './form-modal';

const KEEP_OLD_HOURS = 24;

interface RotateSecretProps {
  webhook: WebhookView;
  onClose(): void;
  onRotated(rotated: WebhookWithSecret): void;
}

export function RotateSecret({ webhook, onClose, onRotated }: RotateSecretProps): React.JSX.Element {
  const text = useText(webhooksText);
  const [hours, setHours] = useState(String(KEEP_OLD_HOURS));
  const rotate = useRotateSecret(webhook.id, onRotated);
  return (
    <FormModal
      title={text.rotate}
      submit={text.rotate}
      isPending={rotate.isPending}
      error={rotate.error}
      onSubmit={() => rotate.send({ keepOldHours: Number(hours) })}
      onClose={onClose}
    >
      <Text>{text.rotateWhy}</Text>
      <TextInput
        type="number"
        label={text.keepOld}
        description={text.keepOldHelp}
        min={0}
        max={168}
        step={1}
        required
        withAsterisk={false}
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
    </FormModal>
  );
}

export function RemoveWebhook({ webhook, onClose }: { webhook: WebhookView; onClose(): void }): React.JSX.Element {
  const text = useText(webhooksText);
  const remove = useRemoveWebhook(webhook.id, onClose);
  return (
    <FormModal
      title={text.removeOf}
      submit={text.remove}
      isDanger
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.send()}
      onClose={onClose}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>{webhook.url}</Text>
      <Text>{text.removeWhy}</Text>
    </FormModal>
  );
}
