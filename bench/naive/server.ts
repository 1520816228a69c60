import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWorker } from 'mediasoup';
import type {
  Consumer,
  DtlsParameters,
  MediaKind,
  Producer,
  Router,
  RtpCapabilities,
  RtpParameters,
  WebRtcTransport,
} from 'mediasoup/types';
import { Server, type Socket } from 'socket.io';

// A plain mediasoup server as its tutorials teach it: one acknowledged message per step. It is what the SDK is measured
// against, so nothing in it is tuned. Arguments: first media port, last media port, file with the page's script.

/** Requests of the naive client and their replies. */
export interface NaiveRequests {
  getRouterRtpCapabilities: [undefined, RtpCapabilities];
  getProducers: [undefined, string[]];
  createTransport: [undefined, Pick<WebRtcTransport, 'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>];
  connectTransport: [{ transportId: string; dtlsParameters: DtlsParameters }, null];
  produce: [{ transportId: string; kind: MediaKind; rtpParameters: RtpParameters }, { id: string }];
  consume: [
    { transportId: string; producerId: string; rtpCapabilities: RtpCapabilities },
    Pick<Consumer, 'id' | 'producerId' | 'kind' | 'rtpParameters'>,
  ];
}

interface Room {
  readonly router: Router;
  readonly producers: Map<string, Producer>;
}

const [firstPort = 0, lastPort = 0] = process.argv.slice(2, 4).map(Number);
const script = readFileSync(process.argv[4] ?? '');
const worker = await createWorker({ logLevel: 'error' });
const rooms = new Map<string, Promise<Room>>();

async function openRoom(): Promise<Room> {
  const router = await worker.createRouter({
    mediaCodecs: [
      { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2, preferredPayloadType: 100 },
      { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000, preferredPayloadType: 101 },
    ],
  });
  return { router, producers: new Map() };
}

function findRoom(name: string): Promise<Room> {
  const room = rooms.get(name) ?? openRoom();
  rooms.set(name, room);
  return room;
}

/** The answers of one client; every request is answered when its work is done. */
function createHandlers(socket: Socket, roomName: string, room: Room) {
  const transports = new Map<string, WebRtcTransport>();
  const find = (id: string): WebRtcTransport => {
    const transport = transports.get(id);
    if (transport === undefined) throw new Error(`unknown transport ${id}`);
    return transport;
  };
  socket.on('disconnect', () => {
    for (const transport of transports.values()) transport.close();
  });
  const handlers: { [Name in keyof NaiveRequests]: (data: NaiveRequests[Name][0]) => Promise<NaiveRequests[Name][1]> } =
    {
      getRouterRtpCapabilities: async () => room.router.rtpCapabilities,
      getProducers: async () => [...room.producers.keys()],
      createTransport: async () => {
        const transport = await room.router.createWebRtcTransport({
          listenInfos: [{ protocol: 'udp', ip: '127.0.0.1', portRange: { min: firstPort, max: lastPort } }],
          initialAvailableOutgoingBitrate: 1_000_000,
        });
        transports.set(transport.id, transport);
        const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
        return { id, iceParameters, iceCandidates, dtlsParameters };
      },
      connectTransport: async ({ transportId, dtlsParameters }) => {
        await find(transportId).connect({ dtlsParameters });
        return null;
      },
      produce: async ({ transportId, kind, rtpParameters }) => {
        const producer = await find(transportId).produce({ kind, rtpParameters });
        room.producers.set(producer.id, producer);
        producer.observer.once('close', () => room.producers.delete(producer.id));
        socket.to(roomName).emit('newProducer', producer.id);
        return { id: producer.id };
      },
      consume: async ({ transportId, producerId, rtpCapabilities }) => {
        const consumer = await find(transportId).consume({ producerId, rtpCapabilities });
        return {
          id: consumer.id,
          producerId: consumer.producerId,
          kind: consumer.kind,
          rtpParameters: consumer.rtpParameters,
        };
      },
    };
  return handlers;
}

const http = createServer((request, response) => {
  if (request.url === '/naive.js') response.setHeader('content-type', 'text/javascript').end(script);
  else response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/naive.js"></script>');
});

new Server(http).on('connection', async (socket) => {
  const roomName = String(socket.handshake.auth.room);
  const room = findRoom(roomName);
  // Handlers must be there before the first message, so each waits for the room itself.
  const handlers = room.then((opened) => createHandlers(socket, roomName, opened));
  await socket.join(roomName);
  socket.onAny(async (name: keyof NaiveRequests, data: unknown, acknowledge: (reply: unknown) => void) => {
    acknowledge(await (await handlers)[name](data as never));
  });
});

http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.on('disconnect', () => {
  worker.close();
  process.exit(0);
});
