import { afterEach } from 'node:test';
import type { OTError } from '../../../../../src/client/errors/ot-error.ts';
import type { MediaEngine, MediaWelcome } from '../../../../../src/client/media/engine.ts';
import type { Stream } from '../../../../../src/client/model/stream.ts';
import type { PublishLink } from '../../../../../src/client/publisher/link.ts';
import { Publisher } from '../../../../../src/client/publisher/publisher.ts';
import { Session, type SessionDeps, type SessionOptions } from '../../../../../src/client/session/session.ts';
import type { SocketListener } from '../../../../../src/client/signaling/socket.ts';
import type { SubscribeLink } from '../../../../../src/client/subscriber/link.ts';
import type { Subscriber } from '../../../../../src/client/subscriber/subscriber.ts';
import type { Acknowledgement } from '../../../../../src/protocol/acknowledgement.ts';
import type { Welcome } from '../../../../../src/protocol/notifications.ts';
import { createWelcome } from './welcome.ts';

/** What happened, in order: events and callbacks of the app, and calls to the parts below. */
export type Journal = string[];

/** Publishes at once, and writes down what it is told. */
export class FakePublisher extends Publisher {
  readonly #journal: Journal;
  readonly #failure: OTError | undefined;
  link: PublishLink | undefined;

  constructor(journal: Journal, failure?: OTError) {
    super({
      deps: { refusal: () => undefined, warn: () => undefined, loadFilters: () => Promise.reject(new Error('none')) },
    });
    this.#journal = journal;
    this.#failure = failure;
  }

  override async publishTo(link: PublishLink): Promise<Stream> {
    if (this.#failure !== undefined) throw this.#failure;
    this.link = link;
    this.session = link.session;
    const properties = { name: 'mine', hasAudio: true, hasVideo: true };
    this.stream = link.registerStream({ streamId: 'own', createdAt: 1, properties });
    return this.stream;
  }

  override ended(reason: string): void {
    this.session = undefined;
    this.stream = undefined;
    this.#journal.push(`publisher ended ${reason}`);
  }

  override muteForced(): void {
    this.#journal.push('publisher muteForced');
  }

  override subscriberCountChanged(count: number): void {
    this.#journal.push(`publisher subscriberCount ${count}`);
  }
}

/** Subscribes at once, and writes down what it is told; a real one needs a page from its first moment. */
export class FakeSubscriber {
  stream: Stream | undefined;
  readonly #journal: Journal;
  link: SubscribeLink | undefined;

  constructor(journal: Journal, stream: Stream) {
    this.#journal = journal;
    this.stream = stream;
  }

  async subscribeTo(link: SubscribeLink): Promise<void> {
    this.link = link;
    this.#journal.push(`subscribe ${this.stream?.streamId}${link.offer ? ' with offer' : ''}`);
  }

  getTimings(): object {
    return { firstRtp: 5, firstFrame: 9 };
  }

  connectionChanged(): void {
    // Told by the browser tests.
  }

  async countPackets(): Promise<undefined> {
    return undefined;
  }

  streamUpdated(property: string, value: unknown): void {
    this.#journal.push(`subscriber ${property} ${value}`);
  }

  ended(reason: string, keepContainer = false): void {
    if (!keepContainer) this.stream = undefined;
    this.#journal.push(`subscriber ended ${reason}${keepContainer ? ', container kept' : ''}`);
  }

  destroy(): void {
    this.stream = undefined;
    this.#journal.push('subscriber destroyed');
  }
}

/** The fake that stands for a subscriber. */
export function fakeOf(subscriber: Subscriber): FakeSubscriber {
  return subscriber as unknown as FakeSubscriber;
}

const openHarnesses = new Set<SessionHarness>();

afterEach(() => {
  // Unfinished joins have timers.
  for (const { session } of openHarnesses) void session.disconnect();
  openHarnesses.clear();
});

/** A session whose server is the test. */
export class SessionHarness {
  readonly journal: Journal = [];
  readonly session: Session;
  readonly reported: OTError[] = [];
  readonly sent: {
    name: string;
    data: unknown;
    acknowledge: ((reply: Acknowledgement<unknown>) => void) | undefined;
  }[] = [];
  readonly handshakes: object[] = [];
  /** Answers each request; default: accepted with nothing. */
  answer: (name: string, data: unknown) => Acknowledgement<unknown> | undefined = () => ({ ok: true, data: {} });
  insecure: OTError | undefined;
  socket!: SocketListener;
  opened: MediaWelcome | undefined;

  constructor(options: SessionOptions = {}, changes: Partial<SessionDeps> = {}, apiKey = 'key') {
    openHarnesses.add(this);
    this.session = new Session(apiKey, 'session', options, {
      openSocket: (_url, handshake, listener) => {
        this.handshakes.push(handshake);
        this.socket = listener;
        return {
          send: (name, data, _id, acknowledge) => {
            this.sent.push({ name, data, acknowledge });
            const reply = this.answer(name, data);
            if (reply !== undefined) acknowledge?.(reply);
          },
          close: () => void this.journal.push('socket closed'),
        };
      },
      resolveUrl: () => 'https://video.example.com',
      createEngine: () => this.#createEngine(),
      createPublisher: () => new FakePublisher(this.journal),
      createSubscriber: ({ stream }) => new FakeSubscriber(this.journal, stream) as unknown as Subscriber,
      refusePublishing: () => this.insecure,
      report: (error) => void this.reported.push(error),
      note: () => undefined,
      ...changes,
    });
  }

  /** Writes the events of those names into the journal. */
  note(...names: string[]): this {
    for (const name of names) this.session.on(name, () => this.journal.push(name));
    return this;
  }

  /** Joins. */
  async connect(welcome: Partial<Welcome> = {}): Promise<void> {
    const connected = this.session.connect.promise('token');
    this.socket.opened();
    this.socket.received('welcome', createWelcome(welcome));
    await connected;
  }

  /** Takes what the journal holds so far. */
  read(): string[] {
    return this.journal.splice(0);
  }

  #createEngine(): MediaEngine {
    return {
      encryption: {},
      milestones: {},
      prepare: () => undefined,
      open: async (welcome) => {
        this.opened = welcome;
      },
      connected: true,
      ways: new Map(),
      restartIce: async () => void this.journal.push('ICE restarted'),
      rebuild: async (_media, describeAnew) => {
        this.journal.push(`media rebuilt${describeAnew === undefined ? '' : ' anew'}`);
      },
      restore: async (streamId) => void this.journal.push(`restored ${streamId}`),
      publish: () => Promise.reject(new Error('the fake publisher never asks')),
      subscribe: () => Promise.reject(new Error('the fake subscriber never asks')),
      on: () => undefined,
      refuse: (error) => void this.journal.push(`media refused ${error.name}`),
      close: () => void this.journal.push('media closed'),
    };
  }
}
