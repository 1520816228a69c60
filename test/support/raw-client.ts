import { Manager, type Socket } from 'socket.io-client';
import { createUuid } from '../../src/base/ids.ts';
import type { Acknowledgement } from '../../src/protocol/acknowledgement.ts';
import type { WireError } from '../../src/protocol/error-codes.ts';
import type { Handshake } from '../../src/protocol/handshake.ts';
import type { RtpParameters } from '../../src/protocol/media-messages.ts';
import type { StreamProperties } from '../../src/protocol/model.ts';
import type { NotificationData, NotificationName, Welcome } from '../../src/protocol/notifications.ts';
import type { RequestData, RequestName, RequestReply } from '../../src/protocol/requests.ts';
import { PROTOCOL_VERSION, SIGNALING_PATH } from '../../src/protocol/version.ts';

const TIMEOUT_MS = 10_000;

/** The server refused a request or the join. */
export class Refusal extends Error {
  readonly code: WireError['code'];

  constructor(error: WireError) {
    super(`${error.code}: ${error.message}`);
    this.code = error.code;
  }
}

/** A notification as it came. */
export type Received = {
  [Name in NotificationName]: { readonly name: Name; readonly data: NotificationData<Name>; readonly sequence: number };
}[NotificationName];

/** Messages of socket.io, without heartbeats: notifications, requests, answers, CONNECT. */
export interface Traffic {
  messages: number;
  /** UTF-8 bytes, with the type in front. */
  bytes: number;
}

/** What is used of the `ws` package's WebSocket, which socket.io's client takes in Node. */
interface BareWebSocket {
  send(frame: string): void;
  pause(): void;
  resume(): void;
  terminate(): void;
}

/** A client that speaks the protocol and nothing else: no browser, no SDK, no media unless the test adds it. */
export class RawClient {
  readonly socket: Socket;
  /** Every notification so far, in order. */
  readonly received: Received[] = [];
  /** Why the socket ended; undefined while it is open. */
  disconnectReason: string | undefined;
  /** What came over the socket so far, and what was sent. */
  readonly traffic: { readonly down: Traffic; readonly up: Traffic } = {
    down: { messages: 0, bytes: 0 },
    up: { messages: 0, bytes: 0 },
  };
  readonly #watchers = new Set<() => void>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name, data, sequence) => {
      this.received.push({ name, data, sequence } as Received);
      this.#wake();
    });
    socket.io.on('open', () => {
      socket.io.engine.on('packet', (packet) => count(this.traffic.down, packet));
      socket.io.engine.on('packetCreate', (packet) => count(this.traffic.up, packet));
    });
    socket.on('disconnect', (reason) => {
      this.disconnectReason = reason;
      this.#wake();
    });
  }

  /** Its welcome; throws before it has come. */
  get welcome(): Welcome {
    const [first] = this.received;
    if (first?.name !== 'welcome') throw new Error('no welcome yet');
    return first.data;
  }

  /** Its connection id. */
  get id(): string {
    return this.welcome.connection.id;
  }

  /** Number of the last notification. */
  get lastSequence(): number {
    return this.received.at(-1)?.sequence ?? 0;
  }

  /** The notifications of one name so far. */
  all<Name extends NotificationName>(name: Name): NotificationData<Name>[] {
    return this.received.flatMap((entry) => (entry.name === name ? [entry.data as NotificationData<Name>] : []));
  }

  /** The newest counts it knows. */
  get counts(): Welcome['counts'] {
    const told = this.received.flatMap(({ data }) =>
      'counts' in data && data.counts !== undefined ? [data.counts] : [],
    );
    return told.at(-1) ?? this.welcome.counts;
  }

  /** Sends a request and waits for its answer; rejects with a {@link Refusal}. */
  request<Name extends RequestName>(name: Name, data: RequestData<Name>): Promise<RequestReply<Name>> {
    return this.requestRaw(name, data) as Promise<RequestReply<Name>>;
  }

  /** Sends anything under any name and waits for the answer; rejects with a {@link Refusal}. */
  async requestRaw(name: string, ...args: unknown[]): Promise<unknown> {
    const reply: Acknowledgement<unknown> = await this.socket.timeout(TIMEOUT_MS).emitWithAck(name, ...args);
    if (reply.ok) return reply.data;
    throw new Refusal(reply.error);
  }

  /** Sends a one-way request. */
  notify<Name extends RequestName>(name: Name, data: RequestData<Name>): void {
    this.socket.emit(name, data);
  }

  /** Waits until `look` returns something; looks after each notification. */
  until<Found>(look: () => Found | undefined | false, what = 'what was expected'): Promise<Found> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(check);
        reject(new Error(`${what} did not come; received: ${this.received.map(({ name }) => name).join(', ')}`));
      }, TIMEOUT_MS);
      const check = () => {
        const found = look();
        if (found === undefined || found === false) return;
        clearTimeout(timer);
        this.#watchers.delete(check);
        resolve(found);
      };
      this.#watchers.add(check);
      check();
    });
  }

  /** Waits for a notification of this name, past ones included, that `matches`. */
  next<Name extends NotificationName>(
    name: Name,
    matches: (data: NotificationData<Name>) => boolean = () => true,
  ): Promise<NotificationData<Name>> {
    return this.until(() => this.all(name).find(matches), name);
  }

  /** Waits until the socket has ended; returns why. */
  ended(): Promise<string> {
    return this.until(() => this.disconnectReason, 'the end of the connection');
  }

  /** Completes its transports as a browser would, with a certificate it does not have. */
  async connectTransports(): Promise<void> {
    await this.request('connectTransports', {
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT }] },
      rtpCapabilities: this.welcome.routerRtpCapabilities,
    });
  }

  /** Publishes a stream nobody ever sends a packet for, or brings one back; returns its id. */
  async publish(properties: Partial<StreamProperties> = {}, restored?: string): Promise<string> {
    const { streamId } = await this.request('publish', {
      ...(restored !== undefined && { streamId: restored }),
      properties: { name: '', hasAudio: true, hasVideo: true, ...properties },
      tracks: [
        { kind: 'audio', rtpParameters: createAudioParameters() },
        { kind: 'video', rtpParameters: createVideoParameters() },
      ],
    });
    return streamId;
  }

  /** Subscribes to a stream; returns the subscription's id. */
  async subscribe(streamId: string, subscriptionId = createUuid()): Promise<string> {
    await this.request('subscribe', { subscriptionId, streamId, audio: true, video: true });
    return subscriptionId;
  }

  /** Leaves as an app does that calls `disconnect`. */
  leave(): void {
    this.socket.disconnect();
  }

  /** Ends as a killed tab does: the connection is cut without a word. */
  kill(): void {
    this.#webSocket.terminate();
  }

  /** Sends a WebSocket message as it is, below engine.io and socket.io: `40` is a CONNECT packet. */
  sendFrame(frame: string): void {
    this.#webSocket.send(frame);
  }

  /** Reads nothing any more, until the function returned is called; what the server sends stays on the line. */
  stopReading(): () => void {
    const webSocket = this.#webSocket;
    webSocket.pause();
    return () => webSocket.resume();
  }

  /** The WebSocket at the bottom; there is no gentler way to be this rough. */
  get #webSocket(): BareWebSocket {
    return (this.socket.io.engine.transport as unknown as { ws: BareWebSocket }).ws;
  }

  #wake(): void {
    for (const check of [...this.#watchers]) check();
  }
}

/** Connects to the gateway at `url` and waits for the welcome, or for being resumed; rejects with a {@link Refusal} when the server refuses. */
export async function joinRaw(url: string, handshake: Omit<Handshake, 'protocol'>): Promise<RawClient> {
  return joinWith(url, { protocol: PROTOCOL_VERSION, ...handshake });
}

/** Like {@link joinRaw} with anything at all as handshake. */
export async function joinWith(url: string, auth: unknown): Promise<RawClient> {
  const manager = new Manager(url, {
    path: SIGNALING_PATH,
    transports: ['websocket'],
    reconnection: false,
    autoConnect: false,
    forceNew: true,
  });
  const socket = manager.socket('/', { auth: auth as Record<string, unknown> });
  const client = new RawClient(socket);
  const refused = new Promise<never>((_, reject) => {
    socket.on('connect_error', (error: Error & { data?: WireError }) => {
      reject(error.data === undefined ? error : new Refusal(error.data));
      manager._close();
    });
  });
  const closed = new Promise<never>((_, reject) => {
    // After a refusal the client closes by itself, just before it tells of the refusal.
    manager.on('close', (reason) => {
      if (reason !== 'forced close') reject(new Error(`closed before the welcome: ${reason}`));
    });
  });
  socket.connect();
  const accepted = () => client.received.find(({ name }) => name === 'welcome' || name === 'resumed');
  await Promise.race([client.until(accepted, 'the welcome'), refused, closed]);
  for (const late of [refused, closed]) late.catch(() => undefined);
  return client;
}

function count(traffic: Traffic, { type, data }: { readonly type: string; readonly data?: unknown }): void {
  if (type !== 'message') return;
  traffic.messages += 1;
  traffic.bytes += 1 + Buffer.byteLength(String(data));
}

const FINGERPRINT = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0').toUpperCase()).join(
  ':',
);

let nextSsrc = 1000;

/** RTP parameters of an Opus track as mediasoup-client sends them. */
export function createAudioParameters(mid?: string): RtpParameters {
  nextSsrc += 2;
  return {
    ...(mid !== undefined && { mid }),
    codecs: [
      { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
    encodings: [{ ssrc: nextSsrc }],
    rtcp: { cname: 'raw', reducedSize: true },
  };
}

/** RTP parameters of a VP8 track with RTX as mediasoup-client sends them. */
export function createVideoParameters(mid?: string): RtpParameters {
  nextSsrc += 2;
  return {
    ...(mid !== undefined && { mid }),
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
      },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
    encodings: [{ ssrc: nextSsrc, rtx: { ssrc: nextSsrc + 1 } }],
    rtcp: { cname: 'raw', reducedSize: true },
  };
}
