import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useLeaveBlocker } from '../../../parts/use-leave-blocker';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';

/** Asks before a page with unsaved changes is left; moving about inside it asks nothing. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }): React.JSX.Element {
  const text = useText(ruleEditorText);
  const blocker = useLeaveBlocker(isDirty);
  const stay = (): void => blocker.reset?.();
  return (
    <Modal opened={blocker.state === 'blocked'} onClose={stay} title={text.leaveTitle}>
      <Stack gap="md">
        <Text fz="sm">{text.leaveWhat}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {text.leave}
          </Button>
          <Button onClick={stay} data-autofocus>
            {text.stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
