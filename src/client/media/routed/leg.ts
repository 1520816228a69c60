import type { types } from 'mediasoup-client';
import { createDeferred } from '../../../base/deferred.ts';
import { createUuid } from '../../../base/ids.ts';
import type { IceParameters } from '../../../protocol/media-messages.ts';
import type { EncryptionInfo } from '../../model/encryption.ts';
import { readEncryption, sameEncryption } from '../encryption.ts';

/** Which way media goes. */
export type Direction = 'send' | 'recv';

/** What a leg tells upwards. */
export interface LegListener {
  /** The browser has made its DTLS parameters; they are to be sent to the server. */
  described(dtlsParameters: types.DtlsParameters): void;
  stateChanged(state: RTCPeerConnectionState): void;
  encryptionChanged(): void;
}

/** Some browsers fill the suite in a moment after the state has changed to connected. */
const ENCRYPTION_READS = 20;
const ENCRYPTION_READ_INTERVAL_MS = 50;

/** mediasoup-client hides the peer connection, which alone knows when ICE is done; without it the milestone is missing. */
function peerConnectionOf(transport: types.Transport): RTCPeerConnection | undefined {
  return (transport.handler as { _pc?: RTCPeerConnection })._pc;
}

/** One direction of media towards the server: its transport, connection state and encryption. */
export class Leg {
  readonly direction: Direction;
  readonly transport: types.Transport;
  readonly #listener: LegListener;
  readonly #connected = createDeferred<void>();
  #encryption: EncryptionInfo | undefined;
  #encryptionRead: Promise<void> | undefined;
  #iceConnectedAt: number | undefined;
  #dtlsConnectedAt: number | undefined;

  constructor(deps: { direction: Direction; transport: types.Transport; listener: LegListener }) {
    this.direction = deps.direction;
    this.transport = deps.transport;
    this.#listener = deps.listener;
    this.#connected.promise.catch(() => undefined);
  }

  /** Negotiates a data channel that is never used, so that ICE and DTLS run now and not at the first track. */
  async heat(): Promise<void> {
    const { transport } = this;
    transport.on('connect', ({ dtlsParameters }, callback) => {
      this.#listener.described(dtlsParameters);
      // Nothing to wait for: the server needs the parameters one round trip later than it gets them.
      callback();
    });
    // The server hears of both tracks in one message, when both are negotiated; until then the ids are local.
    transport.on('produce', (_parameters, callback) => callback({ id: createUuid() }));
    transport.on('producedata', (_parameters, callback) => callback({ id: createUuid() }));
    transport.on('connectionstatechange', (state) => this.#stateChanged(state));
    const peerConnection = peerConnectionOf(transport);
    peerConnection?.addEventListener('iceconnectionstatechange', () => {
      if (/connected|completed/.test(peerConnection.iceConnectionState)) this.#iceConnectedAt ??= performance.now();
    });
    if (this.direction === 'send') await transport.produceData();
    else {
      const sctpStreamParameters = { streamId: 0, ordered: true };
      await transport.consumeData({ id: createUuid(), dataProducerId: createUuid(), sctpStreamParameters });
    }
  }

  /** Resolves when media can flow; rejects when the connection fails or is closed before. */
  get connected(): Promise<void> {
    return this.#connected.promise;
  }

  /** What the browser says was negotiated; undefined before that is known. */
  get encryption(): EncryptionInfo | undefined {
    return this.#encryption;
  }

  /** Waits for the connection and for what it negotiated. */
  async secured(): Promise<EncryptionInfo | undefined> {
    await this.connected;
    await this.#encryptionRead;
    return this.#encryption;
  }

  /** The connection's state now. */
  get state(): RTCPeerConnectionState {
    return this.transport.connectionState;
  }

  /** Looks for another way to the server, whose new credentials these are. */
  async restartIce(iceParameters: IceParameters): Promise<void> {
    await this.transport.restartIce({ iceParameters: iceParameters as types.IceParameters });
  }

  /** Bytes and answers to connectivity checks that have come from the server, by whatever way. */
  async countHeard(): Promise<number> {
    let count = 0;
    for (const entry of (await this.transport.getStats()).values()) {
      if (entry.type === 'candidate-pair') count += (entry.bytesReceived ?? 0) + (entry.responsesReceived ?? 0);
    }
    return count;
  }

  /** `performance.now()` when ICE was done. */
  get iceConnectedAt(): number | undefined {
    return this.#iceConnectedAt;
  }

  /** `performance.now()` when DTLS was done. */
  get dtlsConnectedAt(): number | undefined {
    return this.#dtlsConnectedAt;
  }

  /** Ends the transport and what it carries. Idempotent. */
  close(): void {
    this.transport.close();
    this.#connected.reject(new Error('closed'));
  }

  #stateChanged(state: RTCPeerConnectionState): void {
    if (state === 'connected') {
      this.#dtlsConnectedAt ??= performance.now();
      // A transport closed meanwhile has no stats: the suite stays unknown.
      this.#encryptionRead = this.#readEncryption().catch(() => undefined);
      this.#connected.resolve();
    }
    if (state === 'failed') this.#connected.reject(new Error('failed'));
    this.#listener.stateChanged(state);
  }

  async #readEncryption(): Promise<void> {
    for (let read = 0; read < ENCRYPTION_READS && !this.transport.closed; read += 1) {
      const encryption = readEncryption((await this.transport.getStats()).values());
      if (encryption !== undefined) {
        if (sameEncryption(encryption, this.#encryption)) return;
        this.#encryption = encryption;
        this.#listener.encryptionChanged();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, ENCRYPTION_READ_INTERVAL_MS));
    }
  }
}
