import { Button, Stack, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useTestDigest } from '../../api/digest';
import { ProblemNote } from '../../parts/problem-note';
import { digestText } from '../../text/settings-digest';
import { useText } from '../../text/texts';

interface DigestTestButtonProps {
  channel: 'mail' | 'whatsapp';
  /** The address is saved as it stands in the form: a test goes to what is saved. */
  isReady: boolean;
  /** The operator has not set the channel up. */
  isOff: boolean;
}

/** Sends the digest of this moment to oneself. */
export function DigestTestButton({ channel, isReady, isOff }: DigestTestButtonProps): React.JSX.Element | null {
  const text = useText(digestText);
  const test = useTestDigest();
  if (isOff) return null;
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        leftSection={<IconSend size={16} aria-hidden />}
        aria-label={text.testNamed[channel]}
        loading={test.isPending}
        disabled={!isReady}
        onClick={() => test.send({ channel })}
      >
        {text.test}
      </Button>
      {!isReady && (
        <Text fz="sm" c="dimmed">
          {text.testNeedsSave}
        </Text>
      )}
      {test.isError && <ProblemNote error={test.error} />}
      {test.data !== undefined && (
        <Text role="status" fz="sm">
          {test.data.state === 'failed'
            ? text.tested.failed({ why: test.data.error ?? '' })
            : text.tested[test.data.state]}
        </Text>
      )}
    </Stack>
  );
}
