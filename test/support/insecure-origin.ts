import { test as base, type Call, toMediaSettings } from './call.ts';
import { openForwarder } from './forwarder.ts';
import type { Participant } from './participant.ts';

interface OriginFixtures {
  /** The server under plain HTTP and an address that is not loopback, which no browser trusts. */
  readonly insecureOrigin: string;
}

/** The tests' `test` with an insecure way to the server. */
export const test = base.extend<OriginFixtures>({
  insecureOrigin: async ({ server }, use) => {
    const { port } = new URL(server.httpUrl);
    const forwarder = await openForwarder(toMediaSettings().CONCLAVE_MEDIA_IPS ?? '', Number(port));
    await use(`http://${forwarder.host}`);
    forwarder.retire();
  },
});

/** What a page was told when it tried to capture and to publish, in every form. */
export async function tryToPublish(participant: Participant, call: Call): Promise<unknown> {
  await participant.join(await call.invite());
  return participant.page.evaluate(async () => {
    const { session } = window.kit;
    const toFacts = (error: unknown): unknown => {
      const { name, code, message } = (error ?? {}) as { name?: string; code?: number; message?: string };
      return { name, code, saysWhatToDo: message?.includes('https') };
    };
    return {
      initPublisher: await new Promise((resolve) =>
        OT.initPublisher(undefined, {}, (error) => resolve(toFacts(error))),
      ),
      initPublisherPromise: await OT.initPublisher.promise().catch(toFacts),
      publish: await new Promise((resolve) => session?.publish(undefined, {}, (error) => resolve(toFacts(error)))),
      publishPromise: await session?.publish.promise().catch(toFacts),
      captures: window.kit.captures.count,
      streams: session?.streams.length(),
    };
  });
}

const refusal = { name: 'OT_INSECURE_ORIGIN', code: 1500, saysWhatToDo: true };

/** What {@link tryToPublish} has to find on an insecure page: refused everywhere, and nobody was asked for a camera. */
export const refusedEverywhere = {
  initPublisher: refusal,
  initPublisherPromise: refusal,
  publish: refusal,
  publishPromise: refusal,
  captures: 0,
  streams: 0,
};
