import type { Report } from '../messages.ts';
import type { Bytes } from './bytes.ts';
import { toHex } from './bytes.ts';
import { FailureLog } from './failure-log.ts';
import type { Scheme } from './key-id.ts';
import { deriveSenderBase, fingerprintOf, importBase, type SenderIdentity, stretchSecret } from './key-schedule.ts';
import { LocalSender } from './local-sender.ts';
import { RemoteSender } from './remote-sender.ts';
import { ReplayGuard } from './replay-window.ts';
import { type RootKey, RootRing } from './root-ring.ts';

/** Somebody whose frames come in, with the book of what went wrong with them. */
export interface KnownSender {
  readonly sender: RemoteSender;
  readonly failures: FailureLog;
}

/** All keys of one session: root keys, what is derived of them for each sender, and when they go. */
export class KeyStore {
  readonly local: LocalSender;
  readonly #scheme: Scheme;
  readonly #sessionId: string;
  readonly #salt: Bytes;
  readonly #report: (report: Report) => void;
  readonly #changed: () => void;
  readonly #now: () => number;
  readonly #roots = new RootRing();
  readonly #guard = new ReplayGuard();
  readonly #senders = new Map<string, KnownSender>();
  #sending: RootKey | undefined;
  #self: { senderId: string; index: number } | undefined;

  /** `changed` is called when frames that wait may have got their key. */
  constructor(deps: {
    scheme: Scheme;
    sessionId: string;
    salt: Bytes;
    report: (report: Report) => void;
    changed: () => void;
    now: () => number;
  }) {
    this.#scheme = deps.scheme;
    this.#sessionId = deps.sessionId;
    this.#salt = deps.salt;
    this.#report = deps.report;
    this.#changed = deps.changed;
    this.#now = deps.now;
    this.local = new LocalSender({ scheme: deps.scheme, now: deps.now });
  }

  find(senderId: string): KnownSender | undefined {
    return this.#senders.get(senderId);
  }

  /** Who we are from now on, also after a new connection; the counter goes on. */
  async identify(self: { senderId: string; index: number }): Promise<void> {
    this.#self = self;
    await this.#send();
  }

  /** Receives and sends with this secret; others may still use the last ones. */
  async setSecret(secret: Bytes): Promise<void> {
    if (this.#scheme !== 'secret') throw new TypeError('keys of this session are for epochs');
    const key = await stretchSecret(secret, this.#sessionId, this.#salt);
    const root = { label: await fingerprintOf(key), key };
    await this.#install(root);
    this.#sending = root;
    await this.#send();
  }

  /** Receives with the key of an epoch. */
  async setEpochKey(epoch: number, raw: Bytes): Promise<void> {
    if (this.#scheme !== 'epoch') throw new TypeError('keys of this session are made of a secret');
    await this.#install({ label: epoch % 16, key: await importBase(raw) });
  }

  /** Sends with the key of an epoch, once others have it. */
  async sendWithEpoch(epoch: number): Promise<void> {
    const root = this.#scheme === 'epoch' ? this.#roots.find(epoch % 16) : undefined;
    if (root === undefined) throw new TypeError('no key of this epoch');
    this.#sending = root;
    await this.#send();
  }

  /** A sender that is known already, with the same numbers, keeps what it has. */
  async addSender(identity: SenderIdentity): Promise<void> {
    const { senderId, index } = identity;
    const random = toHex(identity.random);
    const known = this.#senders.get(senderId)?.sender.identity;
    if (known !== undefined && known.index === index && toHex(known.random) === random) return;
    const windows = this.#guard.windowsOf(random);
    if (windows === undefined) {
      this.#report({ type: 'blocked', reason: 'senders' });
      return;
    }
    const now = this.#now;
    const sender = new RemoteSender(identity, { scheme: this.#scheme, windows, now });
    for (const root of this.#roots.forNewcomer(now())) await this.#equip(sender, root);
    const failures = new FailureLog({ report: (failure) => this.#report({ ...failure, senderId }), now });
    this.#senders.set(senderId, { sender, failures });
    this.#changed();
  }

  removeSender(senderId: string): void {
    this.#senders.delete(senderId);
  }

  /** Erases what is too old and tells what was counted; to be called about once a second. */
  sweep(): void {
    const nowMs = this.#now();
    this.#roots.sweep(nowMs);
    for (const { sender, failures } of this.#senders.values()) {
      sender.sweep(nowMs);
      failures.flush();
    }
  }

  async #install(root: RootKey): Promise<void> {
    this.#roots.add(root, this.#now());
    for (const { sender } of this.#senders.values()) await this.#equip(sender, root);
    this.#changed();
  }

  async #equip(sender: RemoteSender, { label, key }: RootKey): Promise<void> {
    sender.install(label, await deriveSenderBase(key, this.#sessionId, sender.identity));
  }

  async #send(): Promise<void> {
    if (this.#sending !== undefined && this.#self !== undefined) {
      await this.local.use(this.#sending, this.#sessionId, this.#self);
    }
  }
}
