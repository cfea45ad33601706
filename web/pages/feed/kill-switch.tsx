import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useHold, useRelease } from '../../api/feed';
import { Allowed } from '../../parts/allowed';
import { ProblemNote } from '../../parts/problem-note';
import { feedText } from '../../text/feed';
import { partsText } from '../../text/parts';
import { useText } from '../../text/texts';

const REASON_LENGTH_MAX = 500;

/** Asks for a reason first: whoever finds the channel on hold wants to know why. */
export function HoldButton({ code, name }: { code: string; name: string }): React.JSX.Element {
  const text = useText(feedText);
  const parts = useText(partsText);
  const hold = useHold(code);
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const isReady = reason.trim() !== '';
  return (
    <>
      <Button variant="default" leftSection={<IconHandStop size={17} aria-hidden />} onClick={open}>
        {text.hold}
      </Button>
      <Modal opened={isOpen} onClose={close} title={text.holdTitle({ channel: name })}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady && !hold.isPending) hold.send({ reason: reason.trim() });
          }}
        >
          <Stack>
            <Text fz="sm">{text.holdWhat}</Text>
            <Textarea
              label={text.holdReason}
              placeholder={text.holdReasonHint}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={REASON_LENGTH_MAX}
              autosize
              minRows={2}
              required
              data-autofocus
            />
            {hold.isError && <ProblemNote error={hold.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {parts.cancel}
              </Button>
              <Button type="submit" color="red" disabled={!isReady} loading={hold.isPending}>
                {text.holdNow}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

/** That the channel is on hold, and the way on. */
export function HeldNote({ code, reason }: { code: string; reason: string }): React.JSX.Element {
  const text = useText(feedText);
  const release = useRelease(code);
  return (
    <Alert color="red" icon={<IconHandStop aria-hidden />} title={text.held({ reason })}>
      {text.heldWhat}
      {release.isError && <ProblemNote error={release.error} />}
      <Allowed role="owner">
        <Button
          mt="sm"
          size="sm"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={release.isPending}
          onClick={() => release.send()}
          display="block"
        >
          {text.resume}
        </Button>
      </Allowed>
    </Alert>
  );
}
