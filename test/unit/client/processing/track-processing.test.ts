import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDeferred } from '../../../../src/base/deferred.ts';
import { TrackProcessing } from '../../../../src/client/processing/track-processing.ts';

const track = (id: string) => ({ id }) as MediaStreamTrack;
const [camera, other] = [track('camera'), track('other')];

/** A connector whose work can be held up. */
function createConnector(name: string) {
  const state = { destroyed: 0, failure: undefined as Error | undefined, held: Promise.resolve() };
  return {
    state,
    async setTrack(given: MediaStreamTrack) {
      await state.held;
      if (state.failure !== undefined) throw state.failure;
      return track(`${name} of ${given.id}`);
    },
    async destroy() {
      state.destroyed += 1;
    },
  };
}

describe('tracks on their way through a connector', () => {
  test('without one they are what they are', () => {
    const processing = new TrackProcessing();
    assert.equal(processing.outputOf(camera), camera);
    assert.equal(processing.outputOf(undefined), undefined);
  });

  test('nobody gets the raw track while the connector is at work', async () => {
    const processing = new TrackProcessing();
    const connector = createConnector('red');
    await processing.use(connector, camera);
    assert.equal(processing.outputOf(camera)?.id, 'red of camera');
    const work = createDeferred<void>();
    connector.state.held = work.promise;
    const followed = processing.follow(other);
    assert.equal(processing.outputOf(other), undefined);
    work.resolve();
    await followed;
    assert.equal(processing.outputOf(other)?.id, 'red of other');
  });

  test('a connector that fails from the start leaves what was there', async () => {
    const processing = new TrackProcessing();
    const [red, blue] = [createConnector('red'), createConnector('blue')];
    await processing.use(red, camera);
    blue.state.failure = new Error('no');
    await assert.rejects(processing.use(blue, camera), /no/);
    assert.equal(processing.outputOf(camera)?.id, 'red of camera');
    assert.equal(red.state.destroyed, 0);
  });

  test('a connector that fails later lets nothing through', async () => {
    const processing = new TrackProcessing();
    const red = createConnector('red');
    await processing.use(red, camera);
    red.state.failure = new Error('no');
    await assert.rejects(processing.follow(other), /no/);
    assert.equal(processing.outputOf(other), undefined);
  });

  test('the last one is ended when another is at work, or none', async () => {
    const processing = new TrackProcessing();
    const [red, blue] = [createConnector('red'), createConnector('blue')];
    await processing.use(red, undefined);
    await processing.follow(camera);
    await processing.use(blue, camera);
    assert.deepEqual([red.state.destroyed, blue.state.destroyed], [1, 0]);
    await processing.use(undefined, camera);
    assert.equal(processing.outputOf(camera), camera);
    assert.equal(blue.state.destroyed, 1);
    assert.equal(processing.active, false);
  });
});
