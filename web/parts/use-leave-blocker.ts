import { useEffect } from 'react';
import { useBlocker, type Blocker } from 'react-router';

/**
 * Stops who leaves a page while something on it is typed but not saved: inside the screens it is `blocked` until the page
 * lets them go or stay, and the browser asks by itself. Moving about on the page asks nothing.
 */
export function useLeaveBlocker(isDirty: boolean): Blocker {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
  return blocker;
}
