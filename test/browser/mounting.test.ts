import { expect, test } from '../support/call.ts';

test('mounting twice in one tick, as React in strict mode does, leaves one publisher in one connection', async ({
  call,
}) => {
  const participant = await call.openPage();
  const seen = await participant.page.evaluate(
    async ({ apiKey, sessionId, token }) => {
      const place = document.createElement('div');
      place.id = 'place';
      document.body.append(place);
      const mount = () => {
        const session = OT.initSession(apiKey, sessionId);
        const publisher = OT.initPublisher('place', { insertMode: 'append' });
        const connected = session.connect.promise(token).then(
          () => 'connected',
          (error) => error.name,
        );
        return { session, publisher, connected };
      };
      const first = mount();
      first.publisher.destroy();
      const left = first.session.disconnect();
      const second = mount();
      await left;
      const outcomes = [await first.connected, await second.connected];
      await second.session.publish.promise(second.publisher);
      return {
        outcomes,
        same: first.session === second.session,
        connections: second.session.connections.length(),
        publishers: OT.publishers.length(),
        widgets: place.querySelectorAll('.OT_publisher').length,
        found: OT.publishers.find({ stream: second.publisher.stream }) === second.publisher,
        archives: second.session.archives.length(),
        media: second.session.capabilities.supportsWebRTC,
      };
    },
    await call.invite(),
  );
  expect(seen).toEqual({
    outcomes: ['OT_CONNECT_FAILED', 'connected'],
    same: true,
    connections: 1,
    publishers: 1,
    widgets: 1,
    found: true,
    archives: 0,
    media: 1,
  });
});

test('one session object connects, disconnects and connects again, and publishes each time', async ({ call }) => {
  const participant = await call.openPage();
  const seen = await participant.page.evaluate(
    async ({ apiKey, sessionId, token }) => {
      const session = OT.initSession(apiKey, sessionId);
      const heard: string[] = [];
      session.on('sessionConnected sessionDisconnected', ({ type }: { type: string }) => heard.push(type));
      const ids = new Set<string | undefined>();
      for (let turn = 0; turn < 2; turn += 1) {
        await session.connect.promise(token);
        ids.add(session.connection?.connectionId);
        const publisher = await session.publish.promise();
        heard.push(`published ${publisher.stream?.connection === session.connection}`);
        // Not waited for: connecting while it goes on waits for its end.
        void session.disconnect();
      }
      await session.disconnect();
      return { heard, connections: ids.size, self: session.connection, state: session.currentState };
    },
    await call.invite(),
  );
  const turn = ['sessionConnected', 'published true', 'sessionDisconnected'];
  expect(seen).toEqual({ heard: [...turn, ...turn], connections: 2, self: null, state: 'disconnected' });
});
