import { createBackEnd } from '../../test/support/back-end.ts';
import type { RawClient, Traffic } from '../../test/support/raw-client.ts';
import { median } from '../statistics.ts';
import { forEach, joinMember, leaveAll, sumReceived, untilQuiet } from './crowd.ts';
import type { Probe } from './probe.ts';

/** How a session is filled, and what the newcomer does. */
export interface Scenario {
  readonly name: string;
  readonly connectionEvents: boolean;
  /** Whether all publish, the newcomer too; otherwise the first one does, and all others watch. */
  readonly allPublish: boolean;
}

/** What one more join costs in a session of a size. */
export interface GrowthPoint {
  readonly scenario: string;
  /** Members before it. */
  readonly members: number;
  /** Received by all members that were there before, together. */
  readonly told: Traffic;
  /** Received by the newcomer: its welcome, its answers, its share of the counts. */
  readonly newcomer: Traffic;
  /** The same with {@link BURST} newcomers at once: messages to those that were there before, processor time of the server for each newcomer. */
  readonly burst: { readonly messages: number; readonly serverMs: number };
}

/** Scenarios that are measured. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'viewers, connection events', connectionEvents: true, allPublish: false },
  { name: 'viewers, counts only', connectionEvents: false, allPublish: false },
  { name: 'all publish, connection events', connectionEvents: true, allPublish: true },
  { name: 'all publish, counts only', connectionEvents: false, allPublish: true },
];

/** Sizes of the session. */
export const SIZES: readonly number[] = [10, 50, 100, 200];
/** Single joins at each size, the session being brought back to it after each. */
const JOINS = 3;
/** Newcomers at once. */
export const BURST = 20;
/** Streams a member of a session of publishers watches: what fits on a screen. */
const WATCHED = 4;

/** Grows one session of each scenario through all sizes and measures one more join at each. */
export async function measureGrowth(probe: Probe): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const scenario of SCENARIOS) {
    const crowd = await openCrowd(probe, scenario);
    for (const size of SIZES) {
      await crowd.grow(size);
      points.push(await measurePoint(probe, scenario, crowd));
    }
    await leaveAll(crowd.members);
  }
  return points;
}

interface Crowd {
  readonly members: RawClient[];
  /** Joins one more, and lets it do what it came for. */
  enter(): Promise<RawClient>;
  grow(size: number): Promise<void>;
}

async function openCrowd({ server }: Probe, { connectionEvents, allPublish }: Scenario): Promise<Crowd> {
  const sessionId = await createBackEnd(server).createSession();
  const members: RawClient[] = [];
  const streams: string[] = [];
  const enter = async (): Promise<RawClient> => {
    const publishes = allPublish || streams.length === 0;
    const client = await joinMember(server, sessionId, {
      role: publishes ? 'publisher' : 'subscriber',
      connectionEvents,
    });
    for (const streamId of streams.slice(0, WATCHED)) await client.subscribe(streamId);
    if (publishes) {
      const streamId = await client.publish();
      if (streams.length < WATCHED) streams.push(streamId);
    }
    return client;
  };
  return {
    members,
    enter,
    async grow(size) {
      if (members.length === 0) members.push(await enter());
      members.push(...(await forEach(Array.from({ length: size - members.length }), enter)));
    },
  };
}

async function measurePoint(probe: Probe, { name }: Scenario, crowd: Crowd): Promise<GrowthPoint> {
  const { members } = crowd;
  const joins: { told: Traffic; newcomer: Traffic }[] = [];
  for (let join = 1; join <= JOINS; join += 1) {
    const { told, newcomers } = await measureArrival(crowd, 1);
    joins.push({ told, newcomer: sumReceived(newcomers) });
    await leaveAll(newcomers);
  }
  await untilQuiet(members);
  const before = await probe.cpu();
  const arrival = await measureArrival(crowd, BURST);
  const serverMs = ((await probe.cpu()).serverMs - before.serverMs) / BURST;
  await leaveAll(arrival.newcomers);
  const typical = (pick: (join: (typeof joins)[number]) => Traffic): Traffic => ({
    messages: median(joins.map((join) => pick(join).messages)),
    bytes: median(joins.map((join) => pick(join).bytes)),
  });
  const point = {
    scenario: name,
    members: members.length,
    told: typical(({ told }) => told),
    newcomer: typical(({ newcomer }) => newcomer),
    burst: { messages: arrival.told.messages, serverMs },
  };
  console.log(`${name}, ${members.length} members: one more join costs them ${point.told.messages} messages`);
  return point;
}

/** Lets `count` newcomers in at once and waits until nobody is told anything any more. */
async function measureArrival(
  { members, enter }: Crowd,
  count: number,
): Promise<{ told: Traffic; newcomers: RawClient[] }> {
  await untilQuiet(members);
  const before = sumReceived(members);
  const newcomers = await forEach(Array.from({ length: count }), enter);
  await untilQuiet([...members, ...newcomers]);
  const after = sumReceived(members);
  return { told: { messages: after.messages - before.messages, bytes: after.bytes - before.bytes }, newcomers };
}
