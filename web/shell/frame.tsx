import { Box, Burger, Group, Loader, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { NavLink as RouterLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { MeContext, useSession } from '../api/session';
import { ProblemNote } from '../parts/problem-note';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';
import { AccountMenu } from './account-menu';
import { ConnectionBanner, DemoBanner } from './banners';
import classes from './frame.module.css';
import { Logo } from './logo';
import { BOTTOM_LINKS, type Link } from './links';
import { useLastSession } from './last-session';
import { NavLinks } from './nav-links';

// What few views begin with comes when it is needed: the first view is small.
const LogInPage = lazy(() => import('./log-in').then((file) => ({ default: file.LogInPage })));
const LogInDialog = lazy(() => import('./log-in').then((file) => ({ default: file.LogInDialog })));
const MenuDrawer = lazy(() => import('./menu-drawer'));

/** What stands around every page: navigation, who is logged in, and what is wrong with the connection. */
export function Frame(): React.JSX.Element {
  const session = useSession();
  const known = useLastSession(session.data);
  if (session.isPending) {
    return (
      <Waiting>
        <Loader aria-hidden />
      </Waiting>
    );
  }
  if (session.isError) {
    return (
      <Waiting>
        <ProblemNote error={session.error} retry={() => void session.refetch()} />
      </Waiting>
    );
  }
  if (known === null) {
    return (
      <Suspense>
        <LogInPage />
      </Suspense>
    );
  }
  return (
    <MeContext value={known}>
      <Inside />
      <Suspense>{session.data === null && <LogInDialog name={known.name} />}</Suspense>
    </MeContext>
  );
}

function Waiting({ children }: { children: ReactNode }): React.JSX.Element {
  return <Group justify="center" mih="60vh" children={children} />;
}

function Inside(): React.JSX.Element {
  const text = useText(shellText);
  const [isOpen, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#content">
        {text.skip}
      </a>
      <nav className={classes.side} aria-label={text.nav}>
        <Group px="xs" py="sm" gap="xs">
          <Logo />
        </Group>
        <div className={classes.pages}>
          <NavLinks />
        </div>
        <AccountMenu />
      </nav>
      <div className={classes.page}>
        <ConnectionBanner />
        <DemoBanner />
        <Box hiddenFrom="sm" className={classes.top}>
          <Logo />
          <Burger opened={isOpen} onClick={open} aria-label={text.menu} aria-expanded={isOpen} size="sm" />
        </Box>
        <Box component="main" id="content" tabIndex={-1} className={classes.content}>
          <Outlet />
        </Box>
      </div>
      <nav className={classes.bottom} aria-label={text.menu}>
        {BOTTOM_LINKS.map((link) => (
          <BottomLink key={link.to} link={link} />
        ))}
        <UnstyledButton className={classes.bottomLink} onClick={open}>
          <MoreIcon />
          {text.more}
        </UnstyledButton>
      </nav>
      <Suspense>
        <MenuDrawer isOpen={isOpen} close={close} />
      </Suspense>
      <ScrollRestoration />
    </div>
  );
}

function MoreIcon(): React.JSX.Element {
  return (
    <Text span fz={22} lh={1} aria-hidden>
      ⋯
    </Text>
  );
}

function BottomLink({ link: { to, name, Icon } }: { link: Link }): React.JSX.Element {
  const text = useText(shellText);
  return (
    <RouterLink to={to} end={to === '/'} className={classes.bottomLink!}>
      <Icon size={22} stroke={1.7} aria-hidden />
      {text[name]}
    </RouterLink>
  );
}
