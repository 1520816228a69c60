import type { CDPSession, Page } from '@playwright/test';

/** Signaling of one join as the browser's network layer saw it. */
export interface JoinTraffic {
  /** WebSocket messages and HTTP requests from the browser; keep-alive pings are left out. */
  readonly messagesUp: number;
  /** WebSocket messages and HTTP responses to the browser; keep-alive pings are left out. */
  readonly messagesDown: number;
  /** Bytes of WebSocket messages. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Of `bytesUp`, what describes the browser's codecs. */
  readonly capabilityBytesUp: number;
}

const byteLength = (text: string): number => Buffer.byteLength(text);
/** Packets of engine.io that keep a connection alive. */
const isKeepAlive = (payload: string): boolean => payload === '2' || payload === '3';

/** Length of the codec description within a message, as it stands in the JSON. */
function capabilityBytes(payload: string): number {
  const json = payload.slice(payload.indexOf('['));
  if (!json.startsWith('[') || !payload.includes('"rtpCapabilities":')) return 0;
  const [, data] = JSON.parse(json) as [string, { rtpCapabilities?: unknown }];
  return data.rtpCapabilities === undefined ? 0 : byteLength(JSON.stringify(data.rtpCapabilities));
}

/** Counts the signaling of a Chromium page. */
export class TrafficCounter {
  readonly #session: CDPSession;
  #counts = { messagesUp: 0, messagesDown: 0, bytesUp: 0, bytesDown: 0, capabilityBytesUp: 0 };

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  /** Starts counting. */
  static async attach(page: Page): Promise<TrafficCounter> {
    const session = await page.context().newCDPSession(page);
    const counter = new TrafficCounter(session);
    session.on('Network.webSocketFrameSent', ({ response }) => counter.#up(response.payloadData));
    session.on('Network.webSocketFrameReceived', ({ response }) => counter.#down(response.payloadData));
    session.on('Network.requestWillBeSent', () => {
      counter.#counts.messagesUp += 1;
    });
    session.on('Network.responseReceived', () => {
      counter.#counts.messagesDown += 1;
    });
    await session.send('Network.enable');
    return counter;
  }

  /** What was counted since the last call. */
  take(): JoinTraffic {
    const counts = this.#counts;
    this.#counts = { messagesUp: 0, messagesDown: 0, bytesUp: 0, bytesDown: 0, capabilityBytesUp: 0 };
    return counts;
  }

  async close(): Promise<void> {
    await this.#session.detach();
  }

  #up(payload: string): void {
    if (isKeepAlive(payload)) return;
    this.#counts.messagesUp += 1;
    this.#counts.bytesUp += byteLength(payload);
    this.#counts.capabilityBytesUp += capabilityBytes(payload);
  }

  #down(payload: string): void {
    if (isKeepAlive(payload)) return;
    this.#counts.messagesDown += 1;
    this.#counts.bytesDown += byteLength(payload);
  }
}
