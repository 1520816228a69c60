import type { SessionId } from '../base/ids.ts';
import type { MinimumEncryption } from '../protocol/model.ts';

/** A session as the store keeps it. */
export interface SessionRecord {
  readonly id: SessionId;
  /** Id of the project it belongs to. */
  readonly projectId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly mediaMode: 'routed' | 'relayed';
  readonly archiveMode: 'manual' | 'always';
  /** Name and picture size of archives that start by themselves (`archiveMode: 'always'`). */
  readonly archiveName?: string;
  readonly archiveResolution?: string;
  readonly e2ee: boolean;
  readonly minimumEncryption?: MinimumEncryption;
  /** Connections it may hold; absent: the server's setting. */
  readonly maxConnections?: number;
  /** Where its media has to stay; absent: any server may hold it. */
  readonly zone?: string;
}

/** The API key and secret of a project that the settings name. */
export interface ProjectCredential {
  /** Decimal digits. */
  readonly apiKey: string;
  /** 40 hexadecimal characters. */
  readonly apiSecret: string;
}

/** Whose sessions, tokens and REST calls belong together. */
export interface ProjectRecord {
  /** The API key (decimal digits), or the application id (lower-case UUID). */
  readonly id: string;
  /** `key`: tokens and credentials are HS256 under the API secret; `application`: RS256 under its key pair. */
  readonly kind: 'key' | 'application';
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly status: 'active' | 'disabled';
  /** API secrets, or public keys (PEM, SPKI): the one in use, then the one before it while a rotation's overlap lasts. */
  readonly keys: readonly string[];
  /** Milliseconds since the epoch; there while a rotation's overlap lasts. */
  readonly previousValidUntil?: number;
  /** Whether the old header X-TB-PARTNER-AUTH, which carries the secret itself, is a credential. */
  readonly partnerAuth: boolean;
}

/** Where sessions are kept. */
export interface SessionStore {
  add(session: SessionRecord): Promise<void>;
  find(id: string): Promise<SessionRecord | undefined>;
  /** A project's sessions, newest first, and how many there are in all. */
  list(projectId: string, page: { offset: number; count: number }): Promise<{ count: number; items: SessionRecord[] }>;
  /** Those of all projects, or of one, whose id contains a text in whatever case, newest first, and how many there are in all. */
  search(options: {
    readonly projectId?: string | undefined;
    readonly idPart?: string | undefined;
    readonly offset: number;
    readonly count: number;
  }): Promise<{ count: number; items: SessionRecord[] }>;
}

/** Where projects are kept. */
export interface ProjectStore {
  /** Keeps a new project. Throws `conflict` when the id is taken. */
  add(project: Omit<ProjectRecord, 'keys' | 'previousValidUntil'> & { readonly key: string }): Promise<void>;
  find(id: string): Promise<ProjectRecord | undefined>;
  /** All of them, oldest first. */
  list(): Promise<ProjectRecord[]>;
  /** Gives a project a new secret or public key; the one before stays good until `oldValidUntil` (ms). Throws `notFound`, `notPermitted`, `conflict`. */
  rotate(id: string, key: string, oldValidUntil: number): Promise<void>;
  /** Changes what may change. Throws `notFound`. */
  update(id: string, changes: Partial<Pick<ProjectRecord, 'name' | 'status' | 'partnerAuth'>>): Promise<void>;
}

/** Remembers tokens that are good for nothing any more, until they would have expired anyway. */
export interface SpentTokenStore {
  has(fingerprint: string): Promise<boolean>;
  /** False when it was there already: of two at once, one gets true. */
  add(fingerprint: string, expiresAt: number): Promise<boolean>;
}

/** Where a project wants to be told of an event. */
export interface CallbackRecord {
  readonly id: string;
  readonly projectId: string;
  readonly group: string;
  readonly event: string;
  readonly url: string;
  /** What deliveries are signed with. */
  readonly secret: string;
  /** For alerts about what has not happened: how long that has to last. */
  readonly afterSeconds?: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Named by the settings: it goes when they name it no more. */
  readonly configured: boolean;
}

/** Where callbacks are kept. */
export interface CallbackStore {
  /** False when the project has `most` of them already. */
  add(callback: CallbackRecord, most: number): Promise<boolean>;
  /** Of one project; absent: of all. */
  list(projectId?: string): Promise<CallbackRecord[]>;
  /** False when the project has no such callback. What was not delivered to it goes too. */
  remove(projectId: string, id: string): Promise<boolean>;
  /** Makes these the configured ones, in place of all that were. */
  replaceConfigured(callbacks: readonly CallbackRecord[]): Promise<void>;
}

/** What is in a session, as long as its end has not been told. */
export interface PresenceRecord {
  readonly sessionId: SessionId;
  readonly kind: 'session' | 'connection' | 'stream';
  /** The session's id for itself. */
  readonly id: string;
  /** What its end has to tell of it. */
  readonly subject: object;
}

/** One happening as it is written down: all of it, or nothing. */
export interface JournalEntry {
  readonly sessionId: SessionId;
  readonly deliveries: readonly { readonly callbackId: string; readonly body: object }[];
  /** Callbacks for which too much waits already: they see a gap in the numbers. */
  readonly lost?: readonly string[];
  readonly arrived?: PresenceRecord;
  readonly left?: Pick<PresenceRecord, 'kind' | 'id'>;
}

/** Something a callback has to be told. */
export interface Delivery {
  /** Grows with every delivery written down. */
  readonly position: number;
  /** The same at each attempt. */
  readonly id: string;
  readonly callbackId: string;
  readonly sessionId: SessionId;
  /** Counts from 1 what a callback is told of a session. */
  readonly sequence: number;
  readonly body: object;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly attempts: number;
}

/** How much waits to be delivered. */
export interface Backlog {
  readonly deliveries: number;
  /** When the oldest of them was written down, in ms since the epoch. */
  readonly oldestAt: number | undefined;
}

/** What callbacks have to be told, kept until they have been. Everything in it belongs to one running server or another. */
export interface JournalStore {
  /** Writes down what happened on a server, in this order, all of it at once. */
  append(serverId: string, entries: readonly JournalEntry[]): Promise<void>;
  /** The next delivery to a callback for each session, of those that are due by `dueAt`, the longest due first. */
  findDue(serverId: string, callbackId: string, options: { dueAt: number; count: number }): Promise<Delivery[]>;
  /** When the next delivery to a callback is due; undefined when there is none. */
  findNextDue(serverId: string, callbackId: string): Promise<number | undefined>;
  /** It was delivered, or is given up; the next about its session is due. */
  remove(delivery: Pick<Delivery, 'position' | 'callbackId' | 'sessionId'>): Promise<void>;
  /** It has to be tried again at `dueAt`. */
  postpone(position: number, dueAt: number): Promise<void>;
  /** Everything for a callback is due now: it answers again. */
  hasten(serverId: string, callbackId: string): Promise<void>;
  backlog(): Promise<Backlog>;
  /** This server is running; `now` in ms since the epoch, by its own clock. */
  seen(serverId: string, now: number): Promise<void>;
  /** The servers that run, or that nobody has missed yet, and what each said last. */
  listServers(): Promise<{ readonly id: string; readonly seenAt: number }[]>;
  /** Strikes out the servers in `gone` and gives this one everything of servers that are not listed; returns what was in their sessions, as it came. */
  takeOver(serverId: string, gone: readonly string[]): Promise<PresenceRecord[]>;
  /** This server ends. */
  leave(serverId: string): Promise<void>;
}

/** Everything that outlives the server. */
export interface Store {
  readonly sessions: SessionStore;
  readonly projects: ProjectStore;
  readonly spentTokens: SpentTokenStore;
  readonly callbacks: CallbackStore;
  readonly journal: JournalStore;
  /** Whether no other server can use this database. */
  readonly exclusive: boolean;
  close(): Promise<void>;
}
