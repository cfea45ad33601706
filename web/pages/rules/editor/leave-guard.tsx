import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';

/** Asks before a page with unsaved changes is left; moving about inside it asks nothing. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }): React.JSX.Element {
  const text = useText(ruleEditorText);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
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
