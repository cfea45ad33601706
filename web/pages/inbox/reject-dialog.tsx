import { Button, Drawer, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { inboxText } from '../../text/inbox';
import { useText } from '../../text/texts';
import { PHONE } from './phone';

interface RejectDialogProps {
  /** What is rejected, for the heading; null: the dialog is closed. */
  title: string | null;
  onClose(): void;
  onReject(reason: string | null): void;
}

const QUICK = ['soon', 'tooLow', 'promised', 'wrongData', 'later'] as const;

/** Why not: one touch for the usual reasons. */
export function RejectDialog({ title, onClose, onReject }: RejectDialogProps): React.JSX.Element {
  const text = useText(inboxText);
  const isPhone = useMediaQuery(PHONE) ?? false;
  const shared = { opened: title !== null, onClose, title: text.rejectTitle };
  const content = title !== null && <Reasons what={title} onReject={onReject} />;
  return isPhone ? (
    <Drawer {...shared} position="bottom" size={430}>
      {content}
    </Drawer>
  ) : (
    <Modal {...shared}>{content}</Modal>
  );
}

function Reasons({ what, onReject }: { what: string; onReject(reason: string | null): void }): React.JSX.Element {
  const text = useText(inboxText);
  const [other, setOther] = useState('');
  const own = other.trim();
  return (
    <Stack gap="sm">
      <Text fz="sm" c="dimmed">
        {what}. {text.rejectHint}
      </Text>
      <Group gap="xs">
        {QUICK.map((reason, i) => (
          <Button
            key={reason}
            variant="default"
            h={42}
            data-autofocus={i === 0 || undefined}
            onClick={() => onReject(text.reasons[reason])}
          >
            {text.reasons[reason]}
          </Button>
        ))}
      </Group>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReject(own === '' ? null : own);
        }}
      >
        <Stack gap="sm">
          <Textarea
            label={text.otherReason}
            autosize
            minRows={1}
            maxRows={5}
            maxLength={1000}
            value={other}
            onChange={({ currentTarget }) => setOther(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
          <Button type="submit" color="red" h={42}>
            {own === '' ? text.rejectPlain : text.rejectWith}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
