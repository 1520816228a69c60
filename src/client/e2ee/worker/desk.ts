import { type Command, parseCommand, parseTrackOptions, type Report, type TrackOptions } from '../messages.ts';
import { IncomingTrack } from './incoming-track.ts';
import { KeyStore } from './key-store.ts';
import { type EncodedFrame, OutgoingTrack } from './outgoing-track.ts';

/** The two ends of a track's way through the worker. */
export interface TrackStreams {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  sendKeyFrameRequest?(): Promise<unknown>;
}

const SWEEP_INTERVAL_MS = 1000;

/** Everything that happens in the worker: commands of the page, one after the other, and the tracks. */
export class Desk {
  readonly #report: (report: Report) => void;
  readonly #incoming = new Set<IncomingTrack>();
  readonly #now = () => performance.now();
  #store: KeyStore | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor({ report }: { report: (report: Report) => void }) {
    this.#report = report;
  }

  /** Takes a message of the page; one that is no command is left alone. */
  receive(message: unknown): void {
    const command = parseCommand(message);
    if (command === undefined) return;
    if (command.type === 'transform') {
      this.attach(command, command.options);
      return;
    }
    this.#last = this.#last.then(async () => {
      const done = await this.#run(command).then(
        () => true,
        () => false,
      );
      if ('id' in command) this.#report({ type: 'settled', id: command.id, done });
    });
  }

  /** Puts a track through; with options that make no sense nothing ever comes out. */
  attach(streams: TrackStreams, given: unknown): void {
    const options = parseTrackOptions(given);
    if (options === undefined) return;
    if (options.direction === 'encrypt') this.#attachOutgoing(streams, options);
    else this.#attachIncoming(streams, options);
  }

  #attachOutgoing({ readable, writable }: TrackStreams, options: TrackOptions): void {
    const track = new OutgoingTrack({ options, findSender: () => this.#store?.local, report: this.#report });
    readable.pipeThrough(track.createTransform()).pipeTo(writable).catch(ignoreEnd);
  }

  #attachIncoming(streams: TrackStreams, options: Extract<TrackOptions, { direction: 'decrypt' }>): void {
    const track = new IncomingTrack({
      options,
      find: (senderId) => this.#store?.find(senderId),
      report: this.#report,
      requestKeyFrame: () => {
        if (options.kind === 'video') streams.sendKeyFrameRequest?.().catch(ignoreEnd);
      },
      now: this.#now,
    });
    this.#incoming.add(track);
    const ended = streams.readable.pipeThrough(track.createTransform()).pipeTo(streams.writable);
    ended.catch(ignoreEnd).finally(() => {
      this.#incoming.delete(track);
      track.close();
    });
  }

  async #run(command: Exclude<Command, { type: 'transform' }>): Promise<void> {
    if (command.type === 'open') {
      this.#open(command);
      return;
    }
    const store = this.#store;
    if (store === undefined) throw new TypeError('not open');
    switch (command.type) {
      case 'identify':
        return store.identify(command);
      case 'setSecret':
        return store.setSecret(command.secret);
      case 'setEpochKey':
        return store.setEpochKey(command.epoch, command.key);
      case 'sendWithEpoch':
        return store.sendWithEpoch(command.epoch);
      case 'addSender':
        return store.addSender(command);
      case 'removeSender':
        return store.removeSender(command.senderId);
    }
  }

  /** Once only: another session, or another source of keys, needs another worker. */
  #open({ scheme, sessionId, salt }: Extract<Command, { type: 'open' }>): void {
    if (this.#store !== undefined || (scheme === 'secret' && salt.length < 16)) return;
    this.#store = new KeyStore({
      scheme,
      sessionId,
      salt,
      report: this.#report,
      changed: () => {
        for (const track of this.#incoming) void track.drain();
      },
      now: this.#now,
    });
    setInterval(() => this.#store?.sweep(), SWEEP_INTERVAL_MS);
    this.#report({ type: 'ready', random: this.#store.local.random });
  }
}

/** The track was stopped or its connection closed. */
function ignoreEnd(): void {}
