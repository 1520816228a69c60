import OT from 'conclave-video';

// The example every OpenTok app begins with.
function handleError(error?: OT.OTError): void {
  if (error) alert(`${error.name} (${error.code}): ${error.message}`);
}

export function initializeSession(apiKey: string, sessionId: string, token: string): OT.Session {
  const session = OT.initSession(apiKey, sessionId);

  session.on('streamCreated', (event) => {
    const options: OT.SubscriberProperties = { insertMode: 'append', width: '100%', height: '100%' };
    const subscriber: OT.Subscriber = session.subscribe(event.stream, 'subscriber', options, handleError);
    subscriber.on('videoDisabled', ({ reason }) => console.log(reason));
  });

  session.on('sessionDisconnected', function sessionDisconnected(event) {
    console.log('You were disconnected from the session.', event.reason);
  });

  const publisher: OT.Publisher = OT.initPublisher(
    'publisher',
    { insertMode: 'append', width: 640, height: 480, name: 'me', resolution: '1280x720', frameRate: 30 },
    handleError,
  );

  session.connect(token, (error) => {
    if (error) handleError(error);
    else session.publish(publisher, handleError);
  });
  return session;
}

export function leave(session: OT.Session, publisher: OT.Publisher): void {
  session.unpublish(publisher);
  for (const subscriber of session.getSubscribersForStream(publisher.stream as OT.Stream)) {
    session.unsubscribe(subscriber);
  }
  publisher.publishAudio(false).publishVideo(false);
  publisher.destroy();
  void session.disconnect();
}
