import { useSyncExternalStore } from 'react';

type Connection = 'there' | 'lost';

const ASK_AGAIN_MS = 3_000;
let state: Connection = 'there';
const listeners = new Set<() => void>();

/** Told by every request. Once lost, the server is asked again until it answers. */
export function connectionIs(now: Connection): void {
  if (now === state) return;
  state = now;
  listeners.forEach((listener) => listener());
  if (now === 'lost') setTimeout(askAgain, ASK_AGAIN_MS);
}

function askAgain(): void {
  if (state === 'there') return;
  fetch('/health/live', { cache: 'no-store' })
    .then((reply) => (reply.ok ? connectionIs('there') : setTimeout(askAgain, ASK_AGAIN_MS)))
    .catch(() => setTimeout(askAgain, ASK_AGAIN_MS));
}

export function onConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnection(): Connection {
  return useSyncExternalStore(onConnection, () => state);
}
