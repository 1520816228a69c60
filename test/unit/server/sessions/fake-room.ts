import { createDeferred, type Deferred } from '../../../../src/base/deferred.ts';
import type { ConsumerInfo } from '../../../../src/protocol/media-messages.ts';
import type { MediaPlane, MediaRoom, MediaRoomEvents } from '../../../../src/server/ports.ts';

type Step = 'reopen' | 'openMember' | 'publish' | 'subscribe' | 'setTracks';

const CONSUMER: ConsumerInfo = { id: 'c', producerId: 'p', kind: 'video', rtpParameters: { codecs: [] } as never };

/** A media room that does nothing but note what it is asked, and waits where the test wants it to. */
export class FakeRoom implements MediaRoom {
  readonly rtpCapabilities = {};
  readonly calls: string[] = [];
  readonly #carried = new Set<string>();
  readonly #held = new Map<Step, Deferred<void>>();
  events: MediaRoomEvents | undefined;
  failing: Step | undefined;
  heard: 'heard' | 'silent' | 'unclear' = 'unclear';

  /** Makes the next calls of a step wait until the promise's other end is resolved. */
  hold(step: Step): Deferred<void> {
    const gate = createDeferred<void>();
    this.#held.set(step, gate);
    return gate;
  }

  async openMember(id: string) {
    await this.#reach('openMember', id);
    return {};
  }

  async reopen() {
    this.#carried.clear();
    await this.#reach('reopen', '');
  }

  async restartIce(id: string) {
    this.calls.push(`restartIce ${id}`);
    return {};
  }

  async listenTo() {
    return this.heard;
  }

  async countReceivedBytes() {
    return 0;
  }

  async measure() {
    return undefined;
  }

  carries(streamId: string) {
    return this.#carried.has(streamId);
  }

  async connectTransports(id: string) {
    this.calls.push(`connectTransports ${id}`);
  }

  canReceive() {
    return true;
  }

  async publish(_id: string, streamId: string) {
    await this.#reach('publish', streamId);
    this.#carried.add(streamId);
  }

  describe(streamId: string, { width, height }: { width: number; height: number }) {
    this.calls.push(`describe ${streamId} ${width}x${height}`);
  }

  async setTracks(streamId: string) {
    await this.#reach('setTracks', streamId);
  }

  unpublish(streamId: string) {
    this.calls.push(`unpublish ${streamId}`);
  }

  async subscribe(_id: string, subscriptionId: string) {
    await this.#reach('subscribe', subscriptionId);
    return [CONSUMER];
  }

  async play(_id: string, subscriptionId: string) {
    this.calls.push(`play ${subscriptionId}`);
  }

  async setSubscription(_id: string, subscriptionId: string) {
    this.calls.push(`setSubscription ${subscriptionId}`);
  }

  async requestKeyFrame(_id: string, subscriptionId: string) {
    this.calls.push(`requestKeyFrame ${subscriptionId}`);
  }

  unsubscribe(_id: string, subscriptionId: string) {
    this.calls.push(`unsubscribe ${subscriptionId}`);
  }

  closeMember(id: string) {
    this.calls.push(`closeMember ${id}`);
  }

  close() {
    this.calls.push('close');
  }

  async #reach(step: Step, what: string): Promise<void> {
    this.calls.push(`${step} ${what}`);
    await this.#held.get(step)?.promise;
    if (this.failing === step) throw new Error(`${step} failed`);
  }
}

/** A media plane that opens fake rooms. */
export class FakePlane implements MediaPlane {
  readonly rooms: FakeRoom[] = [];
  failing = false;

  async openRoom({ events }: { events: MediaRoomEvents }): Promise<FakeRoom> {
    if (this.failing) throw new Error('no worker');
    const room = new FakeRoom();
    room.events = events;
    this.rooms.push(room);
    return room;
  }

  healthy() {
    return true;
  }

  async measureWorkers() {
    return [];
  }

  measure(): Promise<never> {
    return Promise.reject(new Error('no worker'));
  }

  async close() {}
}
