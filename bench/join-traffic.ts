import type { CDPSession, Page } from '@playwright/test';

/** One message of signaling as the browser's network layer saw it. */
export interface Message {
  readonly direction: 'up' | 'down';
  /** The event's name, or what of engine.io, socket.io or HTTP it is. */
  readonly name: string;
  /** Bytes of a WebSocket message; 0 for HTTP, whose bytes only the proxy sees. */
  readonly bytes: number;
  /** Of these, what describes the browser's codecs. */
  readonly codecBytes: number;
}

const byteLength = (text: string): number => Buffer.byteLength(text);

/** Names of packets by their first characters: engine.io's type and, for a message, socket.io's. */
const packetNames: readonly [RegExp, string][] = [
  [/^0/, 'engine.io: open'],
  [/^40/, 'socket.io: CONNECT'],
  [/^43/, 'answer'],
  [/^[2356]/, 'engine.io: probe, upgrade'],
];

function toName(payload: string): string {
  const event = /^42\d*\["([^"]+)"/.exec(payload)?.[1];
  return event ?? packetNames.find(([pattern]) => pattern.test(payload))?.[1] ?? 'other';
}

/** Length of the codec description within a message, as it stands in the JSON. */
function countCodecBytes(payload: string): number {
  if (!payload.includes('"rtpCapabilities":')) return 0;
  const [, data] = JSON.parse(payload.slice(payload.indexOf('['))) as [string, { rtpCapabilities: unknown }];
  return byteLength(JSON.stringify(data.rtpCapabilities));
}

/** Writes down the signaling of a Chromium page; keep-alive pings are left out. */
export class TrafficRecorder {
  readonly #session: CDPSession;
  #messages: Message[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  /** Starts recording. */
  static async attach(page: Page): Promise<TrafficRecorder> {
    const session = await page.context().newCDPSession(page);
    const recorder = new TrafficRecorder(session);
    session.on('Network.webSocketFrameSent', ({ response }) => recorder.#add('up', response.payloadData));
    session.on('Network.webSocketFrameReceived', ({ response }) => recorder.#add('down', response.payloadData));
    session.on('Network.requestWillBeSent', () => recorder.#addHttp('up', 'HTTP request'));
    session.on('Network.responseReceived', () => recorder.#addHttp('down', 'HTTP response'));
    await session.send('Network.enable');
    return recorder;
  }

  /** What was recorded since the last call. */
  take(): Message[] {
    return this.#messages.splice(0);
  }

  async close(): Promise<void> {
    await this.#session.detach();
  }

  #add(direction: Message['direction'], payload: string): void {
    if (payload === '2' || payload === '3') return;
    const codecBytes = countCodecBytes(payload);
    this.#messages.push({ direction, name: toName(payload), bytes: byteLength(payload), codecBytes });
  }

  #addHttp(direction: Message['direction'], name: string): void {
    this.#messages.push({ direction, name, bytes: 0, codecBytes: 0 });
  }
}
