import { afterEach } from 'node:test';
import type { SessionId } from '../../../../src/base/ids.ts';
import type { Role } from '../../../../src/protocol/model.ts';
import type { Fact } from '../../../../src/server/sessions/facts.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../../src/server/sessions/limits.ts';
import type { Member } from '../../../../src/server/sessions/member.ts';
import { toPermissions } from '../../../../src/server/sessions/permissions.ts';
import { SessionRegistry } from '../../../../src/server/sessions/registry.ts';
import type { Session } from '../../../../src/server/sessions/session.ts';
import type { SessionRecord } from '../../../../src/server/store-ports.ts';
import { FakePlane, type FakeRoom } from './fake-room.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const RECORD: SessionRecord = {
  id: '2_test' as SessionId,
  projectId: '4711',
  createdAt: 0,
  mediaMode: 'routed',
  archiveMode: 'manual',
  e2ee: false,
};
const VIDEO = { kind: 'video', rtpParameters: { codecs: [] } } as never;
/** A stream with a picture only. */
export const PUBLISH = { properties: { name: '', hasAudio: false, hasVideo: true }, tracks: [VIDEO] };

const stages: Stage[] = [];
afterEach(async () => {
  for (const { registry } of stages.splice(0)) await registry.drain();
});

/** Sessions over a media plane that does nothing, and the facts they tell. */
export class Stage {
  readonly plane = new FakePlane();
  readonly facts: Fact[] = [];
  readonly registry: SessionRegistry;

  constructor(limits: Partial<Limits> = {}) {
    this.registry = new SessionRegistry({
      mediaPlane: this.plane,
      limits: { ...DEFAULT_LIMITS, ...limits },
      logger: QUIET,
    });
    this.registry.onFact((_sessionId, fact) => this.facts.push(fact));
    stages.push(this);
  }

  get room(): FakeRoom {
    const room = this.plane.rooms.at(-1);
    if (room === undefined) throw new Error('no room');
    return room;
  }

  /** Names of the facts so far, counts left out. */
  get story(): string[] {
    return this.facts.map(({ fact }) => fact).filter((fact) => fact !== 'countsChanged');
  }

  open(record: Partial<SessionRecord> = {}): Promise<Session> {
    return this.registry.open({ ...RECORD, ...record });
  }

  async join(session: Session, { role = 'publisher' as Role, anticipates = false } = {}): Promise<Member> {
    const seat = await session.reserve({
      permissions: toPermissions(role),
      connectionData: '',
      connectionEvents: true,
      anticipates,
      roundTripMs: () => undefined,
      token: { fingerprint: 'f' },
    });
    session.join(seat);
    return seat.member;
  }
}
