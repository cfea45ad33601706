import { useRef } from 'react';

/**
 * Does a work once however often it is asked for while it goes on. The second click of a double click comes before a button
 * is drawn as pending. What goes wrong is told by the work's own state.
 */
export function useSingly(work: () => Promise<unknown>): () => void {
  const isBusy = useRef(false);
  return () => {
    if (isBusy.current) return;
    isBusy.current = true;
    void work()
      .catch(() => undefined)
      .finally(() => {
        isBusy.current = false;
      });
  };
}
