import { createAnnouncer } from './announcer.ts';
import { type As, joinRoom } from './api.ts';
import { Call } from './call.ts';
import { Capture } from './capture.ts';
import { showEnded } from './ended.ts';
import { openLanding } from './landing.ts';
import { pageElement } from './page-element.ts';
import { type Destination, openPrejoin } from './prejoin.ts';
import { toRoomId } from './room-link.ts';
import { sdk } from './sdk.ts';
import { showView } from './views.ts';

/** How somebody joined, kept for rejoining. */
interface Visit {
  readonly roomId: string;
  readonly name: string;
  readonly as: As;
}

const announce = createAnnouncer(pageElement('status', HTMLElement));

function visitLanding(): void {
  history.replaceState(null, '', location.pathname);
  showView('landing');
}

function visitPrejoin(destination: Destination): void {
  const closing = new AbortController();
  const capture = new Capture();
  history.replaceState(null, '', `#room=${destination.roomId}`);
  showView('prejoin');
  openPrejoin(
    { destination, capture, announce, signal: closing.signal },
    {
      async join(name, as) {
        if (as === 'participant') {
          await capture.open();
          if (capture.problem !== undefined) throw capture.problem;
        }
        await enter({ roomId: destination.roomId, name: name.trim(), as }, capture);
        closing.abort();
      },
      back() {
        closing.abort();
        capture.close();
        visitLanding();
      },
    },
  );
}

/** Joins and shows the call; throws what a person should read. */
async function enter(visit: Visit, capture: Capture): Promise<void> {
  const ticket = await joinRoom(visit);
  const call = new Call({
    ticket,
    ...visit,
    ...(visit.as === 'participant' ? { capture } : {}),
    announce,
    ended(reason) {
      capture.close();
      visitEnded(visit, capture, reason);
    },
  });
  await call.open();
  showView('call');
}

function visitEnded(visit: Visit, last: Capture, reason: string): void {
  showView('ended');
  showEnded(reason, {
    back: visitLanding,
    async rejoin() {
      const capture = new Capture({ devices: last.devices, audio: last.audio, video: last.video });
      if (visit.as === 'participant') await capture.open();
      try {
        await enter(visit, capture);
      } catch (error) {
        capture.close();
        throw error;
      }
    },
  });
}

function start(): void {
  const linked = toRoomId(location.hash);
  openLanding({
    started: ({ roomId, expiresAt }) => visitPrejoin({ roomId, expiresAt }),
    linkGiven: (roomId) => visitPrejoin({ roomId }),
  });
  if (linked === undefined) showView('landing');
  else visitPrejoin({ roomId: linked });
}

if (sdk() !== undefined) start();
else {
  showView('ended');
  showEnded('sdkMissing', { rejoin: async () => location.reload(), back: () => location.reload() });
}
