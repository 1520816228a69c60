import type { NotificationData, NotificationName } from '../../protocol/notifications.ts';
import type { RequestName } from '../../protocol/requests.ts';
import { encryptionTooWeak } from '../errors/from-peer.ts';
import { fromWire } from '../errors/from-wire.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { MediaEngine } from '../media/engine.ts';
import { Connection } from '../model/connection.ts';
import type { SessionCounts } from '../model/counts.ts';
import type { OTEvent } from '../model/event.ts';
import type { Notification } from '../signaling/channel.ts';
import type { EndedReason, FieldsOf, SessionEvents, StreamPropertyChange } from './events.ts';
import type { Publications } from './publications.ts';
import type { Roster, RosterChanges } from './roster.ts';
import { fromWireData } from './signals.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Emits an event of the session; `type` where it differs from the name it is listened to by. */
export type Announce = <Name extends keyof SessionEvents<object>>(
  name: Name,
  fields: FieldsOf<SessionEvents<object>[Name]>,
  options?: { cancelable?: boolean; type?: string },
) => OTEvent;

/** What the notifications of the server act on. */
export interface InboundContext {
  readonly roster: Roster;
  readonly engine: MediaEngine;
  readonly publications: Publications;
  readonly subscriptions: Subscriptions;
  readonly announce: Announce;
  joined(welcome: NotificationData<'welcome'>): void;
  mediaRenewed(media: NotificationData<'mediaRenewed'>): void;
  ended(reason: EndedReason): void;
  /** Something failed that no call of the app is waiting for. */
  report(error: OTError): void;
}

/** What each notification of the server does. */
const CARRY_OUT: {
  readonly [Name in NotificationName]: (data: NotificationData<Name>, context: InboundContext) => void;
} = {
  welcome: (welcome, context) => context.joined(welcome),
  // The channel has dealt with it.
  resumed: () => undefined,
  mediaRenewed: (media, context) => context.mediaRenewed(media),
  streamRestored({ streamId }, context) {
    context.engine.restore(streamId).catch(context.report);
  },
  sendingReported: ({ streamId, ...report }, { subscriptions }) => subscriptions.sendingReported(streamId, report),
  videoSupplyChanged: ({ subscriptionId, supply }, { subscriptions }) => subscriptions.supplied(subscriptionId, supply),
  connectionCreated,
  connectionDestroyed,
  streamCreated,
  streamDestroyed,
  streamUpdated,
  countsChanged,
  signal: signalled,
  muteForced,
  encryptionRefused,
  requestRefused,
  expelled: ({ reason }, context) => context.ended(reason),
};

/** Carries out one notification of the server: the one place where they arrive. A newer server may say more than this client knows. */
export function receive({ name, data }: Notification, context: InboundContext): void {
  if (Object.hasOwn(CARRY_OUT, name)) CARRY_OUT[name](data as never, context);
}

/** Announces changed properties, first on the session, then to the subscribers of the stream. */
export function streamsChanged(
  changes: readonly StreamPropertyChange[],
  { announce, subscriptions }: Pick<InboundContext, 'announce' | 'subscriptions'>,
  reason?: 'quality',
): void {
  for (const change of changes) {
    announce('streamPropertyChanged', change);
    subscriptions.streamUpdated(change, reason);
  }
}

/** Announces what is different after joining anew: what has ended first, then what has begun. */
export function rosterChanged(
  { goneStreams, goneConnections, newConnections, newStreams, changes }: RosterChanges,
  context: Pick<InboundContext, 'announce' | 'subscriptions'> & { connectionEvents: boolean; stays(): boolean },
): void {
  const { announce, subscriptions, connectionEvents, stays } = context;
  const reason = 'networkDisconnected';
  const announceAll = <Item>(items: readonly Item[], tell: (item: Item) => void) => {
    for (const item of items) if (stays()) tell(item);
  };
  announceAll(goneStreams, (stream) => {
    const event = announce('streamDestroyed', { stream, reason }, { cancelable: true });
    subscriptions.streamEnded(stream.streamId, reason, event.isDefaultPrevented());
  });
  if (connectionEvents) {
    announceAll(goneConnections, (connection) => announce('connectionDestroyed', { connection, reason }));
    announceAll(newConnections, (connection) => announce('connectionCreated', { connection }));
  }
  announceAll([changes], (changed) => streamsChanged(changed, context));
  announceAll(newStreams, (stream) => announce('streamCreated', { stream }));
}

function connectionCreated(
  { connection, counts }: NotificationData<'connectionCreated'>,
  context: InboundContext,
): void {
  const added = context.roster.addConnection(connection);
  withCounts(counts, context, () => context.announce('connectionCreated', { connection: added }));
}

function connectionDestroyed(
  { connectionId, reason, counts }: NotificationData<'connectionDestroyed'>,
  context: InboundContext,
): void {
  const connection = context.roster.removeConnection(connectionId);
  withCounts(counts, context, () => {
    if (connection !== undefined) context.announce('connectionDestroyed', { connection, reason });
  });
}

function streamCreated(
  { stream: info, connection, offer, counts }: NotificationData<'streamCreated'>,
  context: InboundContext,
): void {
  const stream = context.roster.addStream(info, connection);
  if (stream !== undefined && offer !== undefined) context.subscriptions.addOffer(info.id, offer);
  withCounts(counts, context, () => {
    if (stream !== undefined) context.announce('streamCreated', { stream });
  });
}

function streamUpdated(
  { streamId, reason, ...changes }: NotificationData<'streamUpdated'>,
  context: InboundContext,
): void {
  streamsChanged(context.roster.updateStream(streamId, changes), context, reason);
}

function streamDestroyed({ counts, ...ended }: NotificationData<'streamDestroyed'>, context: InboundContext): void {
  withCounts(counts, context, () => endStream(ended, context));
}

function endStream(
  { streamId, reason }: NotificationData<'streamDestroyed'>,
  { roster, publications, subscriptions, announce }: InboundContext,
): void {
  if (publications.streamEnded(streamId, reason)) {
    subscriptions.streamEnded(streamId, reason, false);
    return;
  }
  const stream = roster.removeStream(streamId);
  if (stream === undefined) return;
  const event = announce('streamDestroyed', { stream, reason }, { cancelable: true });
  subscriptions.streamEnded(streamId, reason, event.isDefaultPrevented());
}

function countsChanged(
  { counts, streams }: NotificationData<'countsChanged'>,
  { roster, publications, announce }: InboundContext,
): void {
  for (const { id, subscriberCount } of streams) {
    if (roster.setSubscriberCount(id, subscriberCount) === undefined) continue;
    publications.find(id)?.subscriberCountChanged(subscriberCount);
  }
  if (roster.updateCounts(counts)) announce('countsChanged', { counts });
}

/** Carries out a change: the app finds the new counts when it hears of the change, and hears of them after it. */
function withCounts(counts: SessionCounts | undefined, { roster, announce }: InboundContext, change: () => void): void {
  const isNew = counts !== undefined && roster.updateCounts(counts);
  change();
  if (isNew) announce('countsChanged', { counts });
}

function signalled(
  { type, data, from, connection }: NotificationData<'signal'>,
  { roster, announce }: InboundContext,
): void {
  const known = from === undefined ? undefined : roster.findConnection(from);
  const sender = known ?? (connection && new Connection(connection)) ?? null;
  const fields = { data: fromWireData(data), from: sender };
  const name = type === undefined ? undefined : (`signal:${type}` as const);
  announce('signal', fields, name === undefined ? {} : { type: name });
  if (name !== undefined) announce(name, fields);
}

function muteForced({ streamIds, active }: NotificationData<'muteForced'>, context: InboundContext): void {
  for (const id of streamIds) {
    streamsChanged(context.roster.updateStream(id, { hasAudio: false }), context);
    context.publications.find(id)?.muteForced();
  }
  if (active !== undefined) context.announce('muteForced', { active });
}

function encryptionRefused({ required }: NotificationData<'encryptionRefused'>, context: InboundContext): void {
  const { send, recv } = context.engine.encryption;
  const error = encryptionTooWeak(required, (send ?? recv)?.srtpCipher);
  context.engine.refuse(error);
  context.publications.fail();
  context.subscriptions.close('encryptionTooWeak', false);
  context.report(error);
}

function requestRefused({ request, error }: NotificationData<'requestRefused'>, context: InboundContext): void {
  const refusal = fromWire(error, request as RequestName);
  // Without its transports this client has no media at all: whoever publishes or subscribes is told so.
  if (request === 'connectTransports') context.engine.refuse(refusal);
  context.report(refusal);
}
