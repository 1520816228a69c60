import { createUuid } from '../../base/ids.ts';
import type { DiagnosticsHost } from './host.ts';

/** Where a report of an issue goes. */
export interface ReportIssueOptions {
  /** Posted there as JSON; without, the browser saves it as a file and nothing is sent to anyone. */
  url?: string;
}

/** Parts of raw statistics that say where somebody is. */
const PRIVATE = /address|^ip$|^url$|candidate|username|fingerprint|certificate/i;

/** Raw statistics without addresses. */
function withoutAddresses(report: Iterable<object>): object[] {
  return [...report]
    .filter((entry) => !/candidate$|certificate/.test(String((entry as { type?: string }).type)))
    .map((entry) => Object.fromEntries(Object.entries(entry).filter(([name]) => !PRIVATE.test(name))));
}

/** What a part says of itself; why not, where it cannot. */
async function ask(read: () => Promise<unknown>): Promise<unknown> {
  return await read().catch((error: Error) => `${error.name}: ${error.message}`);
}

async function collect(host: DiagnosticsHost, id: string): Promise<object> {
  return {
    id,
    at: new Date().toISOString(),
    version: host.version,
    browser: navigator.userAgent,
    events: host.lines,
    sessions: host.sessions.map((session) => ({
      sessionId: session.sessionId,
      connectionId: session.connection?.connectionId,
      state: session.currentState,
      counts: session.counts,
      encryption: session.encryption,
      timings: session.getJoinTimings(),
    })),
    publishers: await Promise.all(
      host.publishers.map(async (publisher) => ({
        streamId: publisher.stream?.streamId,
        stats: await ask(() => publisher.getStats()),
        report: await ask(async () => {
          const [entry] = await publisher.getRtcStatsReport();
          return withoutAddresses(
            (entry?.rtcStatsReport as unknown as Map<string, object> | undefined)?.values() ?? [],
          );
        }),
      })),
    ),
    subscribers: await Promise.all(
      host.subscribers.map(async (subscriber) => ({
        streamId: subscriber.stream?.streamId,
        timings: subscriber.getTimings(),
        stats: await ask(() => subscriber.getStats()),
        report: await ask(async () => withoutAddresses((await subscriber.getRtcStatsReport()).values())),
      })),
    ),
  };
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  // The browser has taken what it needs when the click has been carried out.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Writes the last events and statistics into a file, or posts them to the app's address; resolves with the report's id. */
export async function reportIssue(host: DiagnosticsHost, { url }: ReportIssueOptions): Promise<string> {
  const id = createUuid();
  const text = JSON.stringify(await collect(host, id), null, 2);
  if (url === undefined) {
    save(text, `conclave-issue-${id}.json`);
    return id;
  }
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
  if (!response.ok) throw new Error(`${new URL(url, location.href).host} answered ${response.status}`);
  return id;
}
