import { Drawer, Stack } from '@mantine/core';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';
import { AccountMenu } from './account-menu';
import { Logo } from './logo';
import { NavLinks } from './nav-links';

/** The navigation on a phone, from the side. */
export default function MenuDrawer({ isOpen, close }: { isOpen: boolean; close: () => void }): React.JSX.Element {
  const text = useText(shellText);
  return (
    <Drawer opened={isOpen} onClose={close} size="min(320px, 85vw)" title={<Logo />}>
      <Stack gap="md">
        <nav aria-label={text.nav}>
          <NavLinks />
        </nav>
        <AccountMenu />
      </Stack>
    </Drawer>
  );
}
