import type { ConnectionId, SessionId, StreamId } from '../../src/base/ids.ts';
import { createUuid } from '../../src/base/ids.ts';
import type { MinimumEncryption } from '../../src/protocol/model.ts';
import { createMediaPlane } from '../../src/server/media/media-plane.ts';
import type { Logger, MediaPlane, MediaRoom, MediaRoomEvents, SrtpSuite } from '../../src/server/ports.ts';
import { createVideoParameters } from './raw-client.ts';
import { openWeakEndpoint, WEAK_SUITES, type WeakEndpoint } from './weak-endpoint.ts';

const QUIET: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const TIMEOUT_MS = 10_000;

/** A real media plane on the loopback address. */
export function openTestPlane(workers = 1): Promise<MediaPlane> {
  return createMediaPlane({ listenIps: [{ ip: '127.0.0.1' }], ports: undefined, workers, logger: QUIET });
}

/** What a room has told. */
export type RoomFact =
  | { readonly fact: 'lost' }
  | { readonly fact: 'refused'; readonly connectionId: ConnectionId }
  | {
      readonly fact: 'secured';
      readonly connectionId: ConnectionId;
      readonly direction: 'send' | 'recv';
      readonly suite: SrtpSuite | undefined;
    };

/** A room whose facts are kept. */
export class TestRoom {
  readonly room: MediaRoom;
  readonly facts: RoomFact[];
  readonly #watchers: Set<() => void>;

  constructor(room: MediaRoom, facts: RoomFact[], watchers: Set<() => void>) {
    this.room = room;
    this.facts = facts;
    this.#watchers = watchers;
  }

  /** Waits until `look` returns something; looks after each fact. */
  until<Found>(look: () => Found | undefined | false): Promise<Found> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`only ${JSON.stringify(this.facts)}`)), TIMEOUT_MS);
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

  /** Waits for the suite of a member's transport. */
  async secured(connectionId: ConnectionId, direction: 'send' | 'recv'): Promise<SrtpSuite | undefined> {
    const { suite } = await this.until(() =>
      this.facts.find(
        (fact): fact is Extract<RoomFact, { fact: 'secured' }> =>
          fact.fact === 'secured' && fact.connectionId === connectionId && fact.direction === direction,
      ),
    );
    return suite;
  }
}

/** Opens a room on a plane. */
export async function openTestRoom(plane: MediaPlane, minimumEncryption?: MinimumEncryption): Promise<TestRoom> {
  const facts: RoomFact[] = [];
  const watchers = new Set<() => void>();
  const tell = (fact: RoomFact) => {
    facts.push(fact);
    for (const check of [...watchers]) check();
  };
  const events: MediaRoomEvents = {
    supplied: () => undefined,
    lost: () => tell({ fact: 'lost' }),
    refused: (connectionId) => tell({ fact: 'refused', connectionId }),
    secured: (connectionId, direction, suite) => tell({ fact: 'secured', connectionId, direction, suite }),
  };
  const room = await plane.openRoom({
    sessionId: 'test' as SessionId,
    ...(minimumEncryption !== undefined && { minimumEncryption }),
    events,
  });
  return new TestRoom(room, facts, watchers);
}

/** A member of a room with one real transport. */
export interface RoomMember {
  readonly id: ConnectionId;
  readonly endpoint: WeakEndpoint;
}

/** How a member is opened. */
export interface RoomMemberOptions {
  readonly direction: 'send' | 'recv';
  readonly suites?: readonly (keyof typeof WEAK_SUITES)[];
  readonly roundTripMs?: number;
  /** The codecs it can decode; default: all. */
  readonly codecs?: readonly string[];
}

/** Opens a member that sends or receives; it is told to connect, but does not yet. */
export async function openMember(
  { room }: TestRoom,
  { direction, suites = ['SRTP_AEAD_AES_128_GCM'], roundTripMs, codecs }: RoomMemberOptions,
): Promise<RoomMember> {
  const id = createUuid() as ConnectionId;
  const transports = await room.openMember(id, {
    send: direction === 'send',
    recv: direction === 'recv',
    roundTripMs: () => roundTripMs,
  });
  const { server, [direction]: info } = transports;
  if (server === undefined || info === undefined) throw new Error('no transport');
  const endpoint = await openWeakEndpoint(
    { ...server, ...info },
    suites.map((suite) => WEAK_SUITES[suite]),
  );
  const decodable = room.rtpCapabilities.codecs?.filter(({ mimeType }) => codecs?.includes(mimeType) ?? true) ?? [];
  await room.connectTransports(id, endpoint.dtlsParameters, { ...room.rtpCapabilities, codecs: decodable });
  return { id, endpoint };
}

const FRAME_INTERVAL_MS = 33;
/** After these the server takes the stream for alive. */
const FIRST_FRAMES = 3;
/** Requests that come sooner after an honoured one are ignored. libwebrtc: 300; less here, for machines that keep packets waiting. */
const REQUEST_SPACING_MS = 200;

/** Sends one-packet VP8 frames as a browser would: a key frame first, then one for each request it honours. */
export class VideoSource {
  readonly #endpoint: WeakEndpoint;
  readonly #ssrc: number;
  #timer: NodeJS.Timeout | undefined;
  #sequence = 1;
  #keyFrameDue = true;
  #honouredAtMs = Number.NEGATIVE_INFINITY;
  /** Requests for key frames that came, and those among them it ignored. */
  readonly requests = { honoured: 0, ignored: 0 };
  #ignoreNext = false;

  constructor(endpoint: WeakEndpoint, ssrc: number) {
    this.#endpoint = endpoint;
    this.#ssrc = ssrc;
    endpoint.onKeyFrameRequest(() => {
      const nowMs = performance.now();
      if (this.#ignoreNext || nowMs - this.#honouredAtMs < REQUEST_SPACING_MS) {
        this.#ignoreNext = false;
        this.requests.ignored += 1;
        return;
      }
      this.#honouredAtMs = nowMs;
      this.requests.honoured += 1;
      this.#keyFrameDue = true;
    });
  }

  /** Loses the next request. */
  ignoreNext(): void {
    this.#ignoreNext = true;
  }

  /** Starts sending; resolves when the first frames are out. */
  async open(): Promise<void> {
    for (let frame = 0; frame < FIRST_FRAMES; frame += 1) await this.#sendFrame();
    this.#timer = setInterval(() => void this.#sendFrame(), FRAME_INTERVAL_MS);
  }

  /** Stops sending. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #sendFrame(): Promise<void> {
    const key = this.#keyFrameDue;
    this.#keyFrameDue = false;
    const sequenceNumber = this.#sequence;
    this.#sequence += 1;
    await this.#endpoint.send(
      { payloadType: 96, sequenceNumber, timestamp: sequenceNumber * 3000, ssrc: this.#ssrc, marker: true },
      createVp8Frame(key),
    );
  }
}

/** Publishes a video and begins to send it. */
export async function publishVideo(
  { room }: TestRoom,
  member: RoomMember,
): Promise<{ streamId: StreamId; source: VideoSource }> {
  const streamId = createUuid() as StreamId;
  const rtpParameters = createVideoParameters();
  await room.publish(member.id, streamId, [{ kind: 'video', rtpParameters, paused: false }]);
  const source = new VideoSource(member.endpoint, rtpParameters.encodings?.[0]?.ssrc ?? 0);
  return { streamId, source };
}

/** A VP8 payload (RFC 7741): descriptor with only the start bit, then the first bytes of a frame. */
export function createVp8Frame(key: boolean): Buffer {
  const descriptor = Buffer.from([0x10]);
  const frame = Buffer.alloc(200, 0x55);
  // The lowest bit of the frame's first byte says that it is not a key frame.
  frame[0] = key ? 0x10 : 0x11;
  if (key) Buffer.from([0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]).copy(frame, 3);
  return Buffer.concat([descriptor, frame]);
}

/** Whether a packet made by {@link createVp8Frame}, or forwarded from one, begins a key frame. */
export function isKeyFrame(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  // With the X bit the descriptor is longer; ours has none.
  return (first & 0x80) === 0 && ((payload[1] ?? 1) & 0x01) === 0;
}
