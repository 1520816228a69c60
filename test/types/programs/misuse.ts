import OT from 'conclave-video';

export function misuse(session: OT.Session, publisher: OT.Publisher, subscriber: OT.Subscriber): void {
  // @ts-expect-error a session id is text
  OT.initSession('key', 1);
  // @ts-expect-error no such strength
  OT.initSession('key', 'session', { minimumEncryption: 'aes-512' });
  // @ts-expect-error a misspelt option
  OT.initPublisher('target', { publishaudio: true });
  // @ts-expect-error a misspelt field of an event
  session.on('streamCreated', (event) => event.strem);
  // @ts-expect-error a number is no callback
  session.connect('token', 1);
  // @ts-expect-error only a stream can be subscribed to
  session.subscribe(publisher);
  // @ts-expect-error the receiver is a connection, not its id
  void session.signal({ data: 'x', to: 'id' });
  // @ts-expect-error the streams of a session are read only
  session.streams = [];
  // @ts-expect-error what the session calls is not for apps
  void publisher.publishTo({});
  // @ts-expect-error what the session calls is not for apps
  subscriber.ended('x');
}
