import { initPublisher, initSession, type Session, type Stream, type Subscriber } from 'conclave-video';

export async function call(apiKey: string, sessionId: string, token: string): Promise<Session> {
  const session = initSession(apiKey, sessionId, { apiUrl: 'https://video.example.com', minimumEncryption: 'aes-256' });
  const publisher = await initPublisher.promise(document.body, { publishVideo: false });
  const same: Session = await session.connect.promise(token);
  await same.publish.promise(publisher);
  await session.publish.promise('target', { videoSource: 'screen' });
  await session.signal({ type: 'chat', data: { text: 'hi' } });
  const { welcome = 0, firstFrame } = session.getJoinTimings();
  console.log(welcome + (firstFrame ?? 0));
  return session;
}

export const watch = (session: Session, stream: Stream): Promise<Subscriber> =>
  session.subscribe.promise(stream, undefined, { subscribeToAudio: false });
