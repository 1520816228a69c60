import { type Call, expect, test } from '../support/call.ts';

// What a publisher says of itself and of what it sends, and the promise forms of its switches.

/** A page that publishes; the publisher and the session are kept. */
async function publish(call: Call, properties: object = {}) {
  const participant = await call.openPage();
  await participant.page.evaluate(
    async ([{ apiKey, sessionId, token }, options]) => {
      const session = OT.initSession(apiKey, sessionId);
      await session.connect.promise(token);
      window.kit.session = session;
      window.kit.publisher = await session.publish.promise(undefined, options);
    },
    [await call.invite(), properties] as const,
  );
  return participant;
}

test('the numbers of a stream: sums, layers with their rates, and the raw report', async ({ call }) => {
  const { page } = await publish(call);
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const [entry, ...more] = (await window.kit.publisher?.getStats()) ?? [];
        const { audio, video } = entry?.stats ?? {};
        const sent = [audio?.bytesSent, video?.bytesSent, video?.frameRate, video?.layers[0]?.bitrate];
        return { more: more.length, keys: Object.keys(entry ?? {}), sent: sent.map((value) => Number(value) > 0) };
      }),
    )
    .toEqual({ more: 0, keys: ['stats'], sent: [true, true, true, true] });
  const facts = await page.evaluate(async () => {
    const byCallback = await new Promise((resolve) => {
      void window.kit.publisher?.getStats((error, stats) => resolve([error, stats?.length]));
    });
    const [entry, ...more] = (await window.kit.publisher?.getRtcStatsReport()) ?? [];
    const kinds = new Set<string>();
    entry?.rtcStatsReport.forEach(({ type, kind }) => {
      if (type === 'outbound-rtp') kinds.add(kind);
    });
    return { byCallback, more: more.length, kinds: [...kinds].toSorted() };
  });
  expect(facts).toEqual({ byCallback: [undefined, 1], more: 0, kinds: ['audio', 'video'] });
});

test('without a stream there are no numbers, and nobody to tell of the sound', async ({ call }) => {
  const { page } = await call.openPage();
  const refused = await page.evaluate(async () => {
    const publisher = await OT.initPublisher.promise();
    const toName = ({ name, code }: { name: string; code: number }) => `${name} ${code}`;
    const byCallback = new Promise((resolve) => {
      void publisher.getStats((error) => resolve(error && toName(error)));
    });
    const [microphone] = (
      (document.querySelector('video') as HTMLVideoElement).srcObject as MediaStream
    ).getAudioTracks();
    const names = [
      await byCallback,
      await publisher.getRtcStatsReport().then(() => 'no error', toName),
      await publisher.publishAudio.promise(false).then(() => 'no error', toName),
    ];
    const sounds = microphone?.enabled;
    await publisher.destroy.promise();
    return { names, sounds, left: document.querySelectorAll('.OT_root').length, state: microphone?.readyState };
  });
  expect(refused).toEqual({
    names: ['OT_PEER_CONNECTION_NOT_CONNECTED 1015', 'OT_PEER_CONNECTION_NOT_CONNECTED 1015', 'OT_NOT_CONNECTED 1010'],
    sounds: false,
    left: 0,
    state: 'ended',
  });
});

test('the promises of the switches are kept when the session knows', async ({ call }) => {
  const { page } = await publish(call);
  const states = await page.evaluate(async () => {
    const { publisher } = window.kit;
    const seen: unknown[] = [];
    const note = () => seen.push(`${publisher?.stream?.hasAudio} ${publisher?.stream?.hasVideo}`);
    await publisher?.publishAudio.promise(false);
    note();
    await publisher?.publishVideo.promise(false);
    note();
    await publisher?.publishVideo.promise(true);
    note();
    await publisher?.publishAudio.promise(true);
    note();
    return seen;
  });
  expect(states).toEqual(['false true', 'false false', 'false true', 'true true']);
});
