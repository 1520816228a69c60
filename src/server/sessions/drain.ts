import type { SessionRegistry } from './registry.ts';

/** Waits until nobody is in a session any more, `forMs` is over, or `signal` says that it is enough. */
export function waitUntilEmpty(
  registry: Pick<SessionRegistry, 'list' | 'onFact'>,
  { forMs, signal }: { forMs: number; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      stopListening();
      resolve();
    };
    const look = async (): Promise<void> => {
      const sessions = await registry.list();
      if (sessions.every(({ members }) => members.size === 0)) end();
    };
    const timer = setTimeout(end, forMs);
    signal.addEventListener('abort', end);
    const stopListening = registry.onFact((_sessionId, { fact }) => {
      if (fact === 'connectionDestroyed') void look();
    });
    if (signal.aborted) end();
    void look();
  });
}
