import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy as later, Suspense, useMemo } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/client';
import { ErrorPage, NotFoundPage } from './shell/error-page';
import { Frame } from './shell/frame';
import { LanguageProvider } from './shell/language-provider';
import { themeWith } from './shell/theme';
import { partsText } from './text/parts';
import { useText } from './text/texts';

type Page = () => React.JSX.Element;

/** Nothing is told before something was done. */
const Notifications = later(() => import('@mantine/notifications').then((file) => ({ default: file.Notifications })));

/** A page is loaded when it is opened: charts and editors cost nobody anything who does not look at them. */
const lazy = (load: () => Promise<{ default: Page }>) => async () => ({ Component: (await load()).default });

/** Every screen and its address. */
const PAGES: RouteObject[] = [
  { path: 'suggestions/:id', lazy: lazy(() => import('./pages/suggestion/suggestion-page')) },
  { index: true, lazy: lazy(() => import('./pages/today/today-page')) },
  { path: 'products', lazy: lazy(() => import('./pages/products/products-page')) },
  { path: 'products/:sku', lazy: lazy(() => import('./pages/product/product-page')) },
  { path: 'feed', lazy: lazy(() => import('./pages/feed/feed-page')) },
  { path: 'feed/:channel', lazy: lazy(() => import('./pages/feed/channel-page')) },
  { path: 'inbox', lazy: lazy(() => import('./pages/inbox/inbox-page')) },
  { path: 'stale', lazy: lazy(() => import('./pages/stale/stale-page')) },
  { path: 'runs', lazy: lazy(() => import('./pages/runs/runs-page')) },
  { path: 'start', lazy: lazy(() => import('./pages/start/start-page')) },
  { path: 'imports', lazy: lazy(() => import('./pages/imports/imports-page')) },
  { path: 'imports/:id', lazy: lazy(() => import('./pages/imports/import-page')) },
  { path: 'runs/:id', lazy: lazy(() => import('./pages/runs/run-page')) },
  { path: 'rules', lazy: lazy(() => import('./pages/rules/rules-page')) },
  { path: 'rules/versions/:version', lazy: lazy(() => import('./pages/rules/version-page')) },
  { path: 'rules/drafts/:version', lazy: lazy(() => import('./pages/rules/draft-page')) },
  { path: 'settings', lazy: lazy(() => import('./pages/settings/settings-index')) },
  {
    path: 'settings',
    lazy: lazy(() => import('./pages/settings/settings-frame')),
    children: [
      { path: 'shop', lazy: lazy(() => import('./pages/settings/shop-page')) },
      { path: 'channels', lazy: lazy(() => import('./pages/settings/channels-page')) },
      { path: 'channels/:code', lazy: lazy(() => import('./pages/settings/profile-page')) },
      { path: 'fees', lazy: lazy(() => import('./pages/settings/fees-page')) },
      { path: 'guardrails', lazy: lazy(() => import('./pages/settings/guardrails-page')) },
      { path: 'calendar', lazy: lazy(() => import('./pages/settings/calendar-page')) },
      { path: 'users', lazy: lazy(() => import('./pages/settings/users-page')) },
      { path: 'keys', lazy: lazy(() => import('./pages/settings/keys-page')) },
      { path: 'webhooks', lazy: lazy(() => import('./pages/settings/webhooks-page')) },
      { path: 'digest', lazy: lazy(() => import('./pages/settings/digest-page')) },
      { path: 'audit', lazy: lazy(() => import('./pages/settings/audit-page')) },
      { path: 'account', lazy: lazy(() => import('./pages/settings/account-page')) },
    ],
  },
  { path: '*', element: <NotFoundPage /> },
];

const router = createBrowserRouter([
  {
    element: <Frame />,
    errorElement: <ErrorPage />,
    HydrateFallback: Nothing,
    children: [{ errorElement: <ErrorPage />, children: PAGES }],
  },
]);

/** Until the first page's own code has come. */
function Nothing(): null {
  return null;
}

export function App(): React.JSX.Element {
  return (
    <QueryClientProvider client={queryClient}>
      <LanguageProvider>
        <Screens />
      </LanguageProvider>
    </QueryClientProvider>
  );
}

function Screens(): React.JSX.Element {
  const { close } = useText(partsText);
  const theme = useMemo(() => themeWith(close), [close]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Suspense>
        <Notifications position="bottom-center" containerWidth={440} />
      </Suspense>
      <RouterProvider router={router} />
    </MantineProvider>
  );
}
