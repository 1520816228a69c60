import { setTimeout as pause } from 'node:timers/promises';
import { joinRaw, type RawClient, type Traffic } from '../../test/support/raw-client.ts';
import type { TestServer } from '../../test/support/server.ts';
import { signClientJwt } from '../../test/support/tokens.ts';

/** How members join. */
export interface MemberOptions {
  readonly role?: 'publisher' | 'subscriber';
  /** Whether they are told of each other; OpenTok's default is yes. */
  readonly connectionEvents?: boolean;
}

/** Clients on their way at a time; more would only queue in this process. */
const WIDTH = 25;
/** Twice the time in which the server collects changes of the counts. */
const QUIET_MS = 200;

/** One client that joins a session as a page does: its token, the socket, the welcome, its transports. */
export async function joinMember(
  server: TestServer,
  sessionId: string,
  { role = 'publisher', connectionEvents = true }: MemberOptions = {},
): Promise<RawClient> {
  const { apiKey, httpUrl } = server;
  const token = signClientJwt(server, sessionId, { role });
  const client = await joinRaw(httpUrl, { apiKey, sessionId, token, connectionEvents });
  await client.connectTransports();
  return client;
}

/** Runs `step` for every item, a bounded number at a time; results are in the order of the items. */
export async function forEach<Item, Result>(
  items: readonly Item[],
  step: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await step(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  return results;
}

/** What all these clients together have received so far. */
export function sumReceived(clients: readonly RawClient[]): Traffic {
  const sum = { messages: 0, bytes: 0 };
  for (const { traffic } of clients) {
    sum.messages += traffic.down.messages;
    sum.bytes += traffic.down.bytes;
  }
  return sum;
}

/** Waits until none of these clients has been told anything for a while. */
export async function untilQuiet(clients: readonly RawClient[]): Promise<void> {
  for (let before = -1; before !== sumReceived(clients).messages; ) {
    before = sumReceived(clients).messages;
    await pause(QUIET_MS);
  }
}

/** Lets all of these clients leave and waits until their sockets have ended. */
export async function leaveAll(clients: readonly RawClient[]): Promise<void> {
  await forEach(clients, (client) => {
    client.leave();
    return client.ended();
  });
}
