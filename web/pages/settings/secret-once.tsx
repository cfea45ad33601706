import { Alert, Button, Code, CopyButton, Group, Modal, Stack } from '@mantine/core';
import { IconCheck, IconCopy, IconEyeOff } from '@tabler/icons-react';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';

interface SecretOnceProps {
  title: string;
  secret: string;
  onClose(): void;
}

/** A password or key that is told this one time. A click beside the window does not lose it. */
export function SecretOnce({ title, secret, onClose }: SecretOnceProps): React.JSX.Element {
  const text = useText(settingsText);
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} withCloseButton={false} size="lg">
      <Stack>
        <Alert color="orange" icon={<IconEyeOff aria-hidden />}>
          {text.secretOnce}
        </Alert>
        <Code block fz="md" style={{ userSelect: 'all', wordBreak: 'break-all', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Group justify="space-between">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {copied ? text.copied : text.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{text.secretKept}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
