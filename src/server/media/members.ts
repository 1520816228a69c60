import { ortc, type types } from 'mediasoup';
import type { ConnectionId, SubscriptionId } from '../../base/ids.ts';
import type { DtlsParameters, IceParameters, RtpCapabilities } from '../../protocol/media-messages.ts';
import { conflict, encryptionTooWeak, invalidMessage, notFound, notPermitted, notReady } from '../errors.ts';
import type { MemberMeasurement } from '../measurements.ts';
import type { SubscriptionMedia } from './consumers.ts';
import type { MemberTransport } from './transports.ts';

/** What a member's media needs. */
export interface MemberDeps {
  readonly id: ConnectionId;
  readonly send: MemberTransport | undefined;
  readonly recv: MemberTransport | undefined;
  readonly roundTripMs: () => number | undefined;
}

/** The transports and subscriptions of one member. */
export class MemberMedia {
  readonly id: ConnectionId;
  readonly roundTripMs: () => number | undefined;
  readonly subscriptions = new Map<SubscriptionId, SubscriptionMedia>();
  readonly #send: MemberTransport | undefined;
  readonly #recv: MemberTransport | undefined;
  #rtpCapabilities: types.RtpCapabilities | undefined;
  #completed = false;
  #refused = false;
  #closed = false;

  constructor(deps: MemberDeps) {
    this.id = deps.id;
    this.roundTripMs = deps.roundTripMs;
    this.#send = deps.send;
    this.#recv = deps.recv;
  }

  /** Whether it has left. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Whether its media was closed for weak encryption. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Whether subscriptions can be made for it. */
  get canReceive(): boolean {
    return this.#recv !== undefined && this.#rtpCapabilities !== undefined && !this.#refused;
  }

  /** Whether media has ever been possible. */
  get connected(): boolean {
    return this.#send?.connected === true || this.#recv?.connected === true;
  }

  /** Bytes it has sent, on both transports. */
  async countReceivedBytes(): Promise<number> {
    const counts = await Promise.all([this.#send?.countReceivedBytes(), this.#recv?.countReceivedBytes()]);
    return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  /** What passes its transports now. */
  async measure(): Promise<Omit<MemberMeasurement, 'streams'>> {
    const [send, recv] = await Promise.all([this.#send?.measure('send'), this.#recv?.measure('recv')]);
    return { ...(send && { send }), ...(recv && { recv }) };
  }

  /** Lets DTLS begin on its transports. Throws `conflict` the second time, `invalidMessage` for what the media server refuses. */
  async connect(dtlsParameters: DtlsParameters, rtpCapabilities: RtpCapabilities): Promise<void> {
    if (this.#completed) throw conflict('connectTransports: the transports of this connection are complete already.');
    const capabilities = structuredClone(rtpCapabilities) as types.RtpCapabilities;
    try {
      ortc.validateAndNormalizeRtpCapabilities(capabilities);
    } catch (error) {
      throw invalidMessage(`connectTransports: rtpCapabilities: ${(error as Error).message}`);
    }
    this.#completed = true;
    this.#rtpCapabilities = capabilities;
    try {
      await Promise.all([this.#send?.connect(dtlsParameters), this.#recv?.connect(dtlsParameters)]);
    } catch (error) {
      this.#completed = false;
      this.#rtpCapabilities = undefined;
      throw error;
    }
  }

  /** New ICE credentials for its transports. */
  async restartIce(): Promise<{ send?: IceParameters; recv?: IceParameters }> {
    const [send, recv] = await Promise.all([this.#send?.restartIce(), this.#recv?.restartIce()]);
    return { ...(send && { send }), ...(recv && { recv }) };
  }

  /** Its transport for sending. Throws `encryptionTooWeak`, or `notPermitted` when its role has none. */
  get sending(): MemberTransport {
    this.#checkEncryption();
    if (this.#send === undefined) throw notPermitted('publish: this connection may not publish.');
    return this.#send;
  }

  /** Its transport for receiving with what it can decode. Throws `encryptionTooWeak`, `notPermitted` or `notReady`. */
  get receiving(): { transport: MemberTransport; rtpCapabilities: types.RtpCapabilities } {
    this.#checkEncryption();
    if (this.#recv === undefined) throw notPermitted('subscribe: this connection may not subscribe.');
    if (this.#rtpCapabilities === undefined) throw notReady('subscribe: send connectTransports first.');
    return { transport: this.#recv, rtpCapabilities: this.#rtpCapabilities };
  }

  /** One of its subscriptions. Throws `notFound`. */
  subscription(id: SubscriptionId): SubscriptionMedia {
    const subscription = this.subscriptions.get(id);
    if (subscription === undefined) throw notFound('This connection has no subscription with this id.');
    return subscription;
  }

  /** Closes its transports for weak encryption; returns whether that is news. */
  refuse(): boolean {
    if (this.#refused || this.#closed) return false;
    this.#refused = true;
    this.#end();
    return true;
  }

  /** Closes everything of it. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#end();
  }

  #end(): void {
    for (const subscription of [...this.subscriptions.values()]) subscription.close();
    this.#send?.close();
    this.#recv?.close();
  }

  #checkEncryption(): void {
    if (this.#refused) {
      throw encryptionTooWeak('This session demands a stronger SRTP suite than this connection has negotiated.');
    }
  }
}
