import type { Page } from '@playwright/test';
import { expect, test } from '../support/call.ts';

// A page that joins, publishes, subscribes and leaves again and again is afterwards as it was.

const [WARM_UP, CYCLES] = [20, 200];
/** Share by which the heap may have grown. */
const GROWTH = 0.1;

/** What is left after a cycle. */
interface Remains {
  readonly liveTracks: number;
  readonly elements: number;
  readonly openSockets: number;
  readonly openConnections: number;
  readonly publishers: number;
  readonly subscribers: number;
}

/** Runs cycles in the page; what is left over after the last one. */
function cycle(page: Page, invitation: { apiKey: string; sessionId: string; token: string }, count: number) {
  return page.evaluate(
    async ({ apiKey, sessionId, token, count }): Promise<Remains> => {
      const { kit } = window;
      const tracks: MediaStreamTrack[] = [];
      const { mediaDevices } = navigator;
      const getUserMedia = MediaDevices.prototype.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await getUserMedia(constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
      const remains = (): Remains => ({
        liveTracks: tracks.filter(({ readyState }) => readyState === 'live').length,
        elements: document.querySelectorAll('*').length,
        openSockets: kit.sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
        openConnections: kit.peerConnections.filter(({ connectionState }) => connectionState !== 'closed').length,
        publishers: OT.publishers.length(),
        subscribers: OT.subscribers.length(),
      });
      let last = remains();
      for (let index = 0; index < count; index += 1) {
        const session = OT.initSession(apiKey, sessionId);
        await session.connect.promise(token);
        const publisher = OT.initPublisher(undefined, { insertMode: 'append', resolution: '320x240' });
        await session.publish.promise(publisher);
        if (publisher.stream === undefined) throw new Error('published without a stream');
        await session.subscribe.promise(publisher.stream, undefined, { insertMode: 'append', testNetwork: true });
        await session.disconnect();
        last = remains();
        if (last.liveTracks + last.openSockets + last.openConnections + last.publishers + last.subscribers > 0) break;
        // What the test itself keeps of each cycle is no leak of the SDK's.
        for (const kept of [tracks, kit.sockets, kit.peerConnections, kit.events]) kept.length = 0;
      }
      return last;
    },
    { ...invitation, count },
  );
}

/** Bytes in use and nodes alive after garbage was collected; only Chromium tells. */
async function measureHeap(page: Page): Promise<{ bytes: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  // The second time takes what the first has let go.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { bytes, nodes };
}

test(`after ${CYCLES} calls in one page no camera, element, socket or connection is left, and the heap is what it was`, async ({
  call,
  browserPair,
}) => {
  test.setTimeout(600_000);
  const { page } = await call.openPage();
  const invitation = await call.invite();
  const before = await cycle(page, invitation, WARM_UP);
  const heap = browserPair[0] === 'chromium' ? await measureHeap(page) : undefined;
  const after = await cycle(page, invitation, CYCLES);
  const { elements, ...live } = after;
  expect(live).toEqual({ liveTracks: 0, openSockets: 0, openConnections: 0, publishers: 0, subscribers: 0 });
  expect(elements).toBe(before.elements);
  if (heap === undefined) return;
  const grown = await measureHeap(page);
  expect(grown.bytes / heap.bytes).toBeLessThan(1 + GROWTH);
  expect(grown.nodes / heap.nodes).toBeLessThan(1 + GROWTH);
});
