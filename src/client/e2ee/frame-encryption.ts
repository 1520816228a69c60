import { createDeferred, type Deferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/emitter.ts';
import { EncryptionError } from './encryption-error.ts';
import { type Command, parseReport, type Report, type TrackOptions } from './messages.ts';
import { type EncodedStreamsOwner, isSupported } from './support.ts';
import { startWorker } from './worker-loader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What the worker tells of frames, by its name; see {@link Report}. */
export interface FrameEncryptionEvents {
  missingKey: { readonly senderId: string };
  failed: { readonly senderId: string; readonly count: number };
  recovered: { readonly senderId: string };
  blocked: { readonly reason: 'codec' | 'counter' | 'senders' };
  /** The worker is gone: no frame goes through any more, in either direction. */
  stopped: { readonly message: string };
}

/** What one session's encryption is made with. */
export interface FrameEncryptionDeps {
  /** `secret`: one that people share; `epoch`: keys of a protocol for groups. */
  readonly scheme: 'secret' | 'epoch';
  readonly sessionId: string;
  /** At least 16 random bytes of the session, the same for everybody; with `secret` only. */
  readonly salt?: Bytes;
  /** Where the worker's script is. */
  readonly workerUrl: string;
}

/** Characters of a secret. */
const SECRET_LENGTH = { least: 8, most: 256 };

type Transformed = { transform: RTCRtpScriptTransform | null } & EncodedStreamsOwner;

/** End-to-end encryption of one session's tracks: one worker has the keys and sees all frames. */
export class FrameEncryption extends Emitter<FrameEncryptionEvents> {
  readonly #deps: FrameEncryptionDeps;
  readonly #ready = createDeferred<Bytes>();
  readonly #waiting = new Map<number, Deferred<void>>();
  #worker: Worker | undefined;
  #nextId = 0;
  #ended: EncryptionError | undefined;

  constructor(deps: FrameEncryptionDeps) {
    super();
    this.#deps = deps;
    this.#ready.promise.catch(() => undefined);
  }

  /** Starts the worker; resolves with the 16 random bytes that others need to know of us. They are no secret. */
  open(): Promise<Bytes> {
    if (this.#worker !== undefined || this.#ended !== undefined) return this.#ready.promise;
    const { scheme, sessionId, salt = new Uint8Array(), workerUrl } = this.#deps;
    if (!isSupported()) {
      this.#end('unsupported', 'This browser cannot encrypt end to end.');
      return this.#ready.promise;
    }
    try {
      this.#worker = startWorker(workerUrl, globalThis.location.origin);
    } catch (error) {
      this.#end('workerFailed', `The page refuses the worker: ${String(error)}`);
      return this.#ready.promise;
    }
    this.#worker.addEventListener('message', ({ data }) => this.#take(data));
    this.#worker.addEventListener('error', ({ message }) => {
      this.#end('workerFailed', `The worker of end-to-end encryption failed: ${message}`);
    });
    this.#post({ type: 'open', scheme, sessionId, salt });
    return this.#ready.promise;
  }

  /** Who we are to the others: an id and a number that no other sender of the session has. */
  identify(senderId: string, index: number): void {
    this.#post({ type: 'identify', senderId, index });
  }

  /** Sends and receives with this secret from then on; resolves when it is in use, after some 100 ms. */
  setSecret(secret: string): Promise<void> {
    if (typeof secret !== 'string' || secret.length < SECRET_LENGTH.least || secret.length > SECRET_LENGTH.most) {
      return Promise.reject(new EncryptionError('invalidParameter', 'A secret has 8 to 256 characters.'));
    }
    // Composed and decomposed letters look the same to who types them.
    const bytes = new TextEncoder().encode(secret.normalize('NFC'));
    return this.#ask((id) => ({ type: 'setSecret', id, secret: bytes }), [bytes.buffer]);
  }

  /** Receives with the key of an epoch. `key` (32 to 64 bytes) moves to the worker: it is empty afterwards. */
  setEpochKey(epoch: number, key: Bytes): Promise<void> {
    return this.#ask((id) => ({ type: 'setEpochKey', id, epoch, key }), [key.buffer]);
  }

  /** Sends with the key of an epoch. */
  sendWithEpoch(epoch: number): Promise<void> {
    return this.#ask((id) => ({ type: 'sendWithEpoch', id, epoch }));
  }

  /** Makes somebody's frames readable; `random` is what its worker drew. */
  addSender(senderId: string, { index, random }: { index: number; random: Bytes }): void {
    this.#post({ type: 'addSender', senderId, index, random });
  }

  /** Forgets somebody's keys. */
  removeSender(senderId: string): void {
    this.#post({ type: 'removeSender', senderId });
  }

  /** Encrypts what a sender sends. Call it in the task that made the sender; throws when that cannot be. */
  encrypt(sender: RTCRtpSender, { kind, source }: { kind: 'audio' | 'video'; source: number }): void {
    try {
      this.#attach(sender, { direction: 'encrypt', kind, source });
    } catch (error) {
      // Some browsers would send the track as it is.
      sender.replaceTrack(null).catch(() => undefined);
      throw error;
    }
  }

  /** Decrypts what a receiver gets. Call it in the task that made the receiver; throws when that cannot be. */
  decrypt(
    receiver: RTCRtpReceiver,
    { senderId, kind, source }: { senderId: string; kind: 'audio' | 'video'; source: number },
  ): void {
    this.#attach(receiver, { direction: 'decrypt', kind, source, senderId });
  }

  /** Ends the worker with all keys in it. Tracks keep their transforms, through which nothing comes any more. */
  close(): void {
    this.#end('closed', 'End-to-end encryption was closed.');
  }

  #attach(owner: Transformed, options: TrackOptions): void {
    const worker = this.#worker;
    if (worker === undefined) throw this.#ended ?? new EncryptionError('closed', 'End-to-end encryption is not open.');
    if (globalThis.RTCRtpScriptTransform !== undefined) {
      try {
        owner.transform = new RTCRtpScriptTransform(worker, options);
        return;
      } catch (error) {
        if (owner.createEncodedStreams === undefined) throw toUnsupported(error);
      }
    }
    try {
      const { readable, writable } = (owner as Required<EncodedStreamsOwner>).createEncodedStreams();
      this.#post({ type: 'transform', options, readable, writable }, [readable, writable]);
    } catch (error) {
      throw toUnsupported(error);
    }
  }

  #ask(create: (id: number) => Command, transfer: Transferable[] = []): Promise<void> {
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = createDeferred<void>();
    this.#waiting.set(id, answer);
    try {
      this.#post(create(id), transfer);
    } catch (error) {
      this.#waiting.delete(id);
      answer.reject(error);
    }
    return answer.promise;
  }

  #post(command: Command, transfer: Transferable[] = []): void {
    if (this.#worker === undefined)
      throw this.#ended ?? new EncryptionError('closed', 'End-to-end encryption is not open.');
    this.#worker.postMessage(command, transfer);
  }

  #take(message: unknown): void {
    const report = parseReport(message);
    if (report === undefined || this.#ended !== undefined) return;
    if (report.type === 'ready') this.#ready.resolve(report.random);
    else if (report.type === 'settled') this.#settle(report);
    else this.emit(report.type, report as never);
  }

  #settle({ id, done }: Extract<Report, { type: 'settled' }>): void {
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (done) answer?.resolve();
    else answer?.reject(new EncryptionError('refused', 'The key could not be used.'));
  }

  #end(code: EncryptionError['code'], message: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = new EncryptionError(code, message);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready.reject(this.#ended);
    for (const answer of this.#waiting.values()) answer.reject(this.#ended);
    this.#waiting.clear();
    if (code !== 'closed') this.emit('stopped', { message });
  }
}

function toUnsupported(error: unknown): EncryptionError {
  return new EncryptionError('unsupported', `No transform can be set: ${String(error)}`);
}
