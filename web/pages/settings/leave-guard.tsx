import { Button, Group, Modal, Text } from '@mantine/core';
import { useLeaveBlocker } from '../../parts/use-leave-blocker';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';

/** Asks before a page is left on which something is typed but not saved. Tabs and filters of the page itself are not leaving. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }): React.JSX.Element | null {
  const text = useText(settingsText);
  const blocker = useLeaveBlocker(isDirty);
  if (blocker.state !== 'blocked') return null;
  return (
    <Modal opened onClose={() => blocker.reset()} title={text.unsaved}>
      <Text mb="md">{text.unsavedWhy}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => blocker.reset()}>
          {text.stay}
        </Button>
        <Button color="red" onClick={() => blocker.proceed()}>
          {text.leave}
        </Button>
      </Group>
    </Modal>
  );
}
