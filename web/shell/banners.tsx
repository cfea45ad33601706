import { Alert, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useConnection } from '../api/connection';
import { useMe } from '../api/session';
import { shellText } from '../text/shell';
import { startText } from '../text/start';
import { useText } from '../text/texts';

const OwnDataDialog = lazy(() => import('./own-data-dialog'));

export function ConnectionBanner(): React.JSX.Element | null {
  const text = useText(shellText);
  if (useConnection() === 'there') return null;
  return (
    <Alert color="orange" radius={0} role="status" icon={<IconPlugConnectedX aria-hidden />}>
      {text.lost}
    </Alert>
  );
}

/** Says that nothing here is real, and how to begin with what is. */
export function DemoBanner(): React.JSX.Element | null {
  const text = useText(startText);
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!useMe().shop.isDemo) return null;
  return (
    <Alert color="leaf" radius={0} py={6} role="note">
      <Group gap="xs">
        <Text fz="sm">{text.demo}</Text>
        <Button variant="transparent" size="compact-sm" px={0} td="underline" onClick={open}>
          {text.ownData}
        </Button>
      </Group>
      <Suspense>{isOpen && <OwnDataDialog close={close} />}</Suspense>
    </Alert>
  );
}
