import type { StreamId } from '../../base/ids.ts';
import type {
  ConnectionItem,
  ConnectionsQuery,
  Direction,
  SessionDetail,
  SessionItem,
  StreamItem,
} from '../../protocol/operator.ts';
import type { MemberMeasurement, TransportMeasurement } from '../measurements.ts';
import type { Member } from '../sessions/member.ts';
import { findRole } from '../sessions/permissions.ts';
import type { Session } from '../sessions/session.ts';
import type { Stream } from '../sessions/stream.ts';
import type { SessionRecord } from '../store-ports.ts';

/** Members whose media the media server is asked for at a time, for one answer. */
const ASKED_AT_ONCE = 8;

/** A session as lists show it. */
export function toSessionItem(record: SessionRecord, live: Session | undefined): SessionItem {
  const { connections = 0, publishers = 0, subscribers = 0, subscribingOnly = 0 } = live?.counts ?? {};
  return {
    id: record.id,
    projectId: record.projectId,
    createdAt: record.createdAt,
    open: live !== undefined,
    connections,
    publishers,
    subscribers,
    subscribingOnly,
    streams: live?.streams.size ?? 0,
  };
}

/** A session with a page of its connections, and what the media server measures of those now. */
export async function toSessionDetail(
  record: SessionRecord,
  live: Session | undefined,
  { offset, count }: ConnectionsQuery,
): Promise<SessionDetail> {
  const members = [...(live?.members.values() ?? [])].sort(comparePlaces);
  const connections: ConnectionItem[] = [];
  const shown = members.slice(offset, offset + count);
  for (let from = 0; from < shown.length; from += ASKED_AT_ONCE) {
    const some = shown.slice(from, from + ASKED_AT_ONCE);
    connections.push(...(await Promise.all(some.map((member) => toConnectionItem(live as Session, member)))));
  }
  const { mediaMode, e2ee, minimumEncryption, maxConnections, zone } = record;
  return {
    session: {
      ...toSessionItem(record, live),
      mediaMode,
      e2ee,
      ...(minimumEncryption !== undefined && { minimumEncryption }),
      ...(maxConnections !== undefined && { maxConnections }),
      ...(zone !== undefined && { zone }),
    },
    count: members.length,
    connections,
  };
}

/** Those who publish first, then whoever has been there longest. */
function comparePlaces(a: Member, b: Member): number {
  const byStreams = Number(b.streams.size > 0) - Number(a.streams.size > 0);
  return byStreams || a.info.createdAt - b.info.createdAt || a.id.localeCompare(b.id);
}

async function toConnectionItem(live: Session, member: Member): Promise<ConnectionItem> {
  const { id, info, permissions, away, media } = member;
  const measured = await live.measure(id);
  const taken = [...member.subscriptions.values()].filter((subscription) => subscription.taken);
  const roundTripMs = media.roundTripMs();
  return {
    id,
    createdAt: info.createdAt,
    role: findRole(permissions) ?? 'unknown',
    permissions: Object.entries(permissions).flatMap(([name, granted]) => (granted ? [name] : [])),
    away,
    ...(roundTripMs !== undefined && { roundTripMs }),
    ...(measured?.send !== undefined && { send: toDirection(measured.send) }),
    ...(measured?.recv !== undefined && { recv: toDirection(measured.recv) }),
    subscribesTo: [...new Set(taken.map(({ streamId }) => streamId))],
    streams: [...member.streams].flatMap((streamId) => toStreamItem(live.streams.get(streamId), measured)),
  };
}

function toDirection({ packetLoss, ...transport }: TransportMeasurement): Direction {
  return { ...transport, ...(packetLoss !== undefined && { packetLoss: Math.min(1, Math.max(0, packetLoss)) }) };
}

function toStreamItem(stream: Stream | undefined, measured: MemberMeasurement | undefined): StreamItem[] {
  if (stream === undefined) return [];
  const { videoType, videoDimensions } = stream.info.properties;
  return [
    {
      id: stream.id,
      createdAt: stream.createdAt,
      ...(videoType !== undefined && { videoType }),
      ...videoDimensions,
      subscribers: stream.viewers.size,
      tracks: [...(measured?.streams.get(stream.id as StreamId) ?? [])],
    },
  ];
}
