import type { ConnectionId } from '../../base/ids.ts';
import type { Fact } from '../sessions/facts.ts';
import { toRenewedMedia } from '../sessions/renewal.ts';
import type { Client } from './client.ts';

/** Clients of one session, by connection id. */
export type Clients = ReadonlyMap<ConnectionId, Client>;

type Notify<Name extends Fact['fact']> = (fact: Extract<Fact, { fact: Name }>, clients: Clients) => void;

/** What each fact is to the clients it concerns. */
const NOTIFY: { readonly [Name in Fact['fact']]: Notify<Name> } = {
  connectionCreated({ connection, counts }, clients) {
    for (const client of others(clients, connection.id)) {
      if (client.connectionEvents) client.outbox.send('connectionCreated', { connection, counts });
    }
  },

  connectionDestroyed({ connectionId, reason, counts }, clients) {
    for (const client of others(clients, connectionId)) {
      if (client.connectionEvents) client.outbox.send('connectionDestroyed', { connectionId, reason, counts });
    }
  },

  streamCreated({ stream, owner, offers, counts }, clients) {
    for (const client of others(clients, owner.id)) {
      const offer = offers.get(client.id);
      client.outbox.send('streamCreated', {
        stream,
        ...(!client.connectionEvents && { connection: owner }),
        ...(offer !== undefined && { offer }),
        counts,
      });
    }
  },

  streamDestroyed({ streamId, owner, reason, counts }, clients) {
    // The owner knows, unless a moderator did it.
    const told = reason === 'forceUnpublished' ? clients.values() : others(clients, owner);
    for (const client of told) client.outbox.send('streamDestroyed', { streamId, reason, counts });
  },

  streamUpdated({ streamId, owner, changes, reason }, clients) {
    const update = { streamId, ...changes, ...(reason !== undefined && { reason }) };
    for (const client of others(clients, owner)) client.outbox.send('streamUpdated', update);
  },

  sendingReported({ streamId, viewers, report }, clients) {
    for (const viewer of viewers) clients.get(viewer)?.outbox.send('sendingReported', { streamId, ...report });
  },

  countsChanged({ counts, streams, known }, clients) {
    for (const client of clients.values()) {
      if (!known.has(client.id)) client.outbox.send('countsChanged', { counts, streams: [...streams] });
    }
  },

  signal({ from, to, type, data }, clients) {
    const one = to === undefined ? undefined : clients.get(to);
    const receivers = to === undefined ? clients.values() : one === undefined ? [] : [one];
    for (const client of receivers) {
      client.outbox.send('signal', {
        ...(type !== undefined && { type }),
        ...(data !== undefined && { data }),
        ...(from !== undefined && { from: from.id }),
        ...(from !== undefined && !client.connectionEvents && { connection: from }),
      });
    }
  },

  muteForced({ streamIds, active }, clients) {
    for (const client of clients.values()) {
      client.outbox.send('muteForced', { streamIds: [...streamIds], ...(active !== undefined && { active }) });
    }
  },

  mediaLost() {
    // Each member hears of its new transports.
  },

  mediaRenewed({ connectionId, transports }, clients) {
    clients.get(connectionId)?.outbox.send('mediaRenewed', toRenewedMedia(transports));
  },

  videoSupplyChanged({ connectionId, subscriptionId, supply }, clients) {
    clients.get(connectionId)?.outbox.send('videoSupplyChanged', { subscriptionId, supply });
  },

  streamRestored({ streamId, owner }, clients) {
    for (const client of others(clients, owner)) client.outbox.send('streamRestored', { streamId });
  },

  encryptionRefused({ connectionId, required }, clients) {
    clients.get(connectionId)?.outbox.send('encryptionRefused', { required });
  },

  // News for back ends: OpenTok's client has no event for a server that is about to go, only for one that goes.
  draining() {},

  expelled({ connectionId, reason }, clients) {
    clients.get(connectionId)?.expel(reason);
  },
};

/** Turns a fact into the notifications of each client it concerns. */
export function fanOut(fact: Fact, clients: Clients): void {
  (NOTIFY[fact.fact] as Notify<Fact['fact']>)(fact as never, clients);
}

function* others(clients: Clients, connectionId: string): Iterable<Client> {
  for (const client of clients.values()) if (client.id !== connectionId) yield client;
}
