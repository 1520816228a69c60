import { Device } from 'mediasoup-client';
import type { Transport, TransportOptions } from 'mediasoup-client/types';
import { io, type Socket } from 'socket.io-client';
import type { NaiveRequests } from './server.ts';

// The client half of the naive baseline: it asks for one thing after the other and awaits each answer, as tutorials do.

type Request = <Name extends keyof NaiveRequests>(
  name: Name,
  data: NaiveRequests[Name][0],
) => Promise<NaiveRequests[Name][1]>;

declare global {
  interface Window {
    naive: {
      capture(): Promise<void>;
      join(room: string): Promise<void>;
      publish(): Promise<void>;
    };
  }
}

const device = new Device();
let stream: MediaStream;
let request: Request;
let sendTransport: Transport;
let recvTransport: Transport | undefined;

function open(room: string): Promise<Socket> {
  const socket = io({ auth: { room }, forceNew: true });
  request = (name, data) => socket.emitWithAck(name, data);
  return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
}

async function createTransport(direction: 'send' | 'recv'): Promise<Transport> {
  const options = (await request('createTransport', undefined)) as TransportOptions;
  const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
  transport.on('connect', ({ dtlsParameters }, resolve, reject) => {
    request('connectTransport', { transportId: transport.id, dtlsParameters }).then(() => resolve(), reject);
  });
  transport.on('produce', ({ kind, rtpParameters }, resolve, reject) => {
    request('produce', { transportId: transport.id, kind, rtpParameters } as NaiveRequests['produce'][0]).then(
      resolve,
      reject,
    );
  });
  return transport;
}

async function consume(producerId: string): Promise<void> {
  recvTransport ??= await createTransport('recv');
  const info = await request('consume', {
    transportId: recvTransport.id,
    producerId,
    rtpCapabilities: device.rtpCapabilities as NaiveRequests['consume'][0]['rtpCapabilities'],
  });
  const consumer = await recvTransport.consume(info as Parameters<Transport['consume']>[0]);
  const element = document.createElement(consumer.kind === 'video' ? 'video' : 'audio');
  element.autoplay = true;
  element.srcObject = new MediaStream([consumer.track]);
  document.body.append(element);
}

window.naive = {
  async capture() {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
  },

  async join(room) {
    const socket = await open(room);
    // One consumer after the other: the receiving transport must not be made twice.
    let last = Promise.resolve();
    const consumeNext = (producerId: string): void => {
      last = last.then(() => consume(producerId));
    };
    socket.on('newProducer', consumeNext);
    await device.load({
      routerRtpCapabilities: (await request('getRouterRtpCapabilities', undefined)) as Parameters<
        Device['load']
      >[0]['routerRtpCapabilities'],
    });
    // Video was produced first, so the first of the list is what the stopwatch waits for.
    for (const producerId of await request('getProducers', undefined)) consumeNext(producerId);
  },

  async publish() {
    sendTransport = await createTransport('send');
    for (const track of [...stream.getVideoTracks(), ...stream.getAudioTracks()]) {
      await sendTransport.produce({ track });
    }
  },
};
