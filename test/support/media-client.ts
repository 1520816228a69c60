import { VideoSource } from './media-room.ts';
import { createVideoParameters, type RawClient } from './raw-client.ts';
import { openWeakEndpoint, WEAK_SUITES, type WeakEndpoint } from './weak-endpoint.ts';

/** What a raw client sends or receives. */
export interface ClientMedia {
  readonly endpoint: WeakEndpoint;
  close(): Promise<void>;
}

/** Publishes a camera whose packets really flow; returns the stream's id with it. */
export async function sendVideo(client: RawClient): Promise<ClientMedia & { streamId: string }> {
  const endpoint = await openEndpoint(client, 'sendTransport');
  await endpoint.connect();
  const rtpParameters = createVideoParameters();
  const { streamId } = await client.request('publish', {
    properties: { name: '', hasAudio: false, hasVideo: true, videoType: 'camera' },
    tracks: [{ kind: 'video', rtpParameters }],
  });
  const source = new VideoSource(endpoint, rtpParameters.encodings?.[0]?.ssrc ?? 0);
  await source.open();
  const close = async (): Promise<void> => {
    source.close();
    await endpoint.close();
  };
  return { streamId, endpoint, close };
}

/** Subscribes to a stream and waits until its first packet is there. */
export async function receiveVideo(client: RawClient, streamId: string): Promise<ClientMedia> {
  const endpoint = await openEndpoint(client, 'recvTransport');
  await endpoint.connect();
  const first = new Promise((resolve) => endpoint.onVideo(resolve));
  client.notify('playSubscription', { subscriptionId: await client.subscribe(streamId) });
  await first;
  return { endpoint, close: () => endpoint.close() };
}

async function openEndpoint(client: RawClient, direction: 'sendTransport' | 'recvTransport'): Promise<WeakEndpoint> {
  const { mediaServer, [direction]: transport, routerRtpCapabilities } = client.welcome;
  if (mediaServer === undefined || transport === undefined) throw new Error(`no ${direction}`);
  const endpoint = await openWeakEndpoint({ ...mediaServer, ...transport }, Object.values(WEAK_SUITES));
  await client.request('connectTransports', {
    dtlsParameters: endpoint.dtlsParameters,
    rtpCapabilities: routerRtpCapabilities,
  });
  return endpoint;
}
