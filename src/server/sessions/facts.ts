import type { ConnectionId, SessionId } from '../../base/ids.ts';
import type { Offer, SenderReport, VideoSupply } from '../../protocol/media-messages.ts';
import type {
  ConnectionInfo,
  Counts,
  EndReason,
  MinimumEncryption,
  Permissions,
  StreamInfo,
  VideoDimensions,
} from '../../protocol/model.ts';
import type { MemberTransports } from '../ports.ts';

/** What happened in a session, told upwards after the state has changed; nobody answers. */
export type Fact =
  | {
      readonly fact: 'connectionCreated';
      readonly connection: ConnectionInfo;
      readonly permissions: Permissions;
      readonly counts: Counts;
    }
  | {
      readonly fact: 'connectionDestroyed';
      readonly connectionId: ConnectionId;
      readonly reason: EndReason;
      readonly counts: Counts;
    }
  | {
      readonly fact: 'streamCreated';
      readonly stream: StreamInfo;
      readonly owner: ConnectionInfo;
      readonly offers: ReadonlyMap<ConnectionId, Offer>;
      readonly counts: Counts;
    }
  | {
      readonly fact: 'streamDestroyed';
      readonly streamId: string;
      readonly owner: ConnectionId;
      readonly reason: EndReason;
      readonly counts: Counts;
    }
  | {
      readonly fact: 'streamUpdated';
      readonly streamId: string;
      readonly owner: ConnectionId;
      readonly changes: { hasAudio?: boolean; hasVideo?: boolean; videoDimensions?: VideoDimensions };
      readonly reason?: 'quality';
    }
  | {
      readonly fact: 'sendingReported';
      readonly streamId: string;
      readonly viewers: readonly ConnectionId[];
      readonly report: SenderReport;
    }
  | {
      readonly fact: 'countsChanged';
      readonly counts: Counts;
      readonly streams: readonly { id: string; subscriberCount: number }[];
      /** Members that know these counts from their welcome or from a notification that carried them. */
      readonly known: ReadonlySet<ConnectionId>;
    }
  | {
      readonly fact: 'signal';
      /** Absent when a back end sent it. */
      readonly from?: ConnectionInfo;
      readonly to?: ConnectionId;
      readonly type?: string;
      readonly data?: string;
    }
  | {
      readonly fact: 'muteForced';
      readonly streamIds: readonly string[];
      /** Whether newcomers are muted too; absent where that does not change. */
      readonly active?: boolean;
    }
  /** The media server lost the media of the whole session. */
  | { readonly fact: 'mediaLost' }
  /** The media server lost a member's media and has made new transports. */
  | { readonly fact: 'mediaRenewed'; readonly connectionId: ConnectionId; readonly transports: MemberTransports }
  /** A viewer's line has room for more, or less, of the picture of its subscription. */
  | {
      readonly fact: 'videoSupplyChanged';
      readonly connectionId: ConnectionId;
      readonly subscriptionId: string;
      readonly supply: VideoSupply;
    }
  /** A stream has its media again. */
  | { readonly fact: 'streamRestored'; readonly streamId: string; readonly owner: ConnectionId }
  | { readonly fact: 'encryptionRefused'; readonly connectionId: ConnectionId; readonly required: MinimumEncryption }
  /** This server goes down and takes nobody new; the session ends at `endsAtMs` (since the epoch) at the latest. */
  | { readonly fact: 'draining'; readonly endsAtMs: number }
  | { readonly fact: 'expelled'; readonly connectionId: ConnectionId; readonly reason: EndReason };

/** Takes the facts of one session, in the order they happened, synchronously. */
export type FactListener = (sessionId: SessionId, fact: Fact) => void;
