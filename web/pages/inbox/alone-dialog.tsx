import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import type { Decisions } from './use-decisions';

interface AloneDialogProps {
  alone: Decisions['alone'];
  onClose(): void;
  onConfirm(confirmation: string, reason: string): void;
}

/** A price that needs two people, in a shop where only one may approve: typed out, with a reason. */
export function AloneDialog({ alone, onClose, onConfirm }: AloneDialogProps): React.JSX.Element {
  const text = useText(inboxText);
  return (
    <Modal opened={alone !== null} onClose={onClose} title={text.aloneTitle}>
      {alone !== null && <Confirmation phrase={alone.phrase} reason={alone.ask.reason ?? ''} onConfirm={onConfirm} />}
    </Modal>
  );
}

interface ConfirmationProps {
  phrase: string;
  reason: string;
  onConfirm(confirmation: string, reason: string): void;
}

function Confirmation(props: ConfirmationProps): React.JSX.Element {
  const { phrase, onConfirm } = props;
  const text = useText(inboxText);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState(props.reason);
  const isReady = typed.trim() === phrase && reason.trim() !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onConfirm(phrase, reason.trim());
      }}
    >
      <Stack>
        <Text>{text.aloneIntro}</Text>
        <TextInput
          label={text.aloneType({ phrase })}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <TextInput
          label={text.reason}
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Button type="submit" h={42} disabled={!isReady}>
          {text.approve}
        </Button>
      </Stack>
    </form>
  );
}
