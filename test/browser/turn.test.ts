import { expect, test } from '../support/call.ts';
import { hasTurnServer, startTurnServer } from '../support/turn-server.ts';

// Media through a real TURN server: the way out of networks that let nothing else through.

test.skip(!hasTurnServer, 'coturn is not installed, and cannot be installed here without asking');

test('with the policy relay media flows through the TURN server alone, both ways', async ({ call }) => {
  const turn = await startTurnServer();
  try {
    const iceConfig = { includeServers: 'custom', transportPolicy: 'relay', customServers: [turn.ice] } as const;
    const [sender, receiver] = await call.openPair();
    const invitation = await call.invite();
    await receiver.join(await call.invite({ sessionId: invitation.sessionId }), { options: { iceConfig } });
    await sender.join(invitation, { subscribe: false, options: { iceConfig } });
    await sender.publish();
    await receiver.watch();
    for (const { page } of [sender, receiver]) {
      const pairs = await page.evaluate(async () => {
        const reports = await Promise.all(window.kit.peerConnections.map((connection) => connection.getStats()));
        const entries = reports.flatMap((report) => [...report.values()]);
        return entries
          .filter(({ type, bytesSent, state }) => type === 'candidate-pair' && state === 'succeeded' && bytesSent > 0)
          .map(({ localCandidateId }) => entries.find(({ id }) => id === localCandidateId)?.candidateType);
      });
      expect(new Set(pairs)).toEqual(new Set(['relay']));
    }
    const { state } = await sender.page.evaluate(
      async ({ invitation, turn }) =>
        (await OT.testNetwork({ ...invitation, durationMs: 1_000, turnServers: [turn] })).turn,
      { invitation: await call.invite(), turn: turn.ice },
    );
    expect(state).toBe('works');
  } finally {
    turn.close();
  }
});
