import OT from 'conclave-video';

export function listen(session: OT.Session, publisher: OT.Publisher): void {
  session.on({
    connectionCreated(event) {
      const { connectionId, data, creationTime }: OT.Connection = event.connection;
      console.log(connectionId.length, data.length, creationTime.toFixed());
    },
    connectionDestroyed: (event) => console.log(event.connection.connectionId, event.reason),
    streamDestroyed: (event) => {
      event.preventDefault();
      if (event.isDefaultPrevented())
        session.unsubscribe(session.getSubscribersForStream(event.stream)[0] as OT.Subscriber);
    },
  });

  session.once('sessionConnected', (event) => console.log(event.target.sessionId, event.type));
  session.on('streamPropertyChanged', ({ stream, changedProperty, newValue }) => {
    if (changedProperty === 'hasVideo' && newValue === false) console.log(stream.name, stream.videoDimensions.width);
  });

  // Text in most apps, used without a check.
  session.on('signal:chat', (event) => console.log(event.data.toUpperCase(), event.from?.data));
  session.on('signal', (event) => console.log(event.type, event.from === null));

  // Several names at once, and a context.
  session.on('sessionConnected sessionDisconnected', (event: OT.Event<string, OT.Session>) => console.log(event.type));
  session.on(
    'countsChanged',
    ({ counts }: { counts: OT.SessionCounts }) => console.log(counts.subscribingOnly),
    session,
  );
  session.on('encryptionChanged', ({ encryption }) => console.log(encryption.send?.keyBits === 256));

  publisher.on('accessDenied', ({ message }) => console.log(message));
  publisher.on('streamCreated', ({ stream }) => console.log(stream.streamId));
  publisher.on('subscriberCountChanged', ({ subscriberCount }) => console.log(subscriberCount + 1));
  publisher.once('destroyed', () => publisher.off());

  const handler = (event: OT.Event<'exception', object>) => console.log(event.type);
  OT.on('exception', handler);
  OT.off('exception', handler);
  session.off('streamCreated');
  session.off();
}
