import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { SessionId } from '../../../../src/base/ids.ts';
import type { Logger } from '../../../../src/server/ports.ts';
import type { JournalEntry } from '../../../../src/server/store-ports.ts';
import { JournalWriter } from '../../../../src/server/webhooks/journal-writer.ts';

const MOST_WAITING = 100_000;
const toEntry = (index: number): JournalEntry => ({ sessionId: String(index) as SessionId, deliveries: [] });

describe('the writer of the journal', () => {
  it('loses nothing but the oldest of what waits when the database does not keep up', async (t) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    t.after(() => mock.timers.reset());
    const written: string[] = [];
    const problems: object[] = [];
    let letGo = (): void => undefined;
    const writer = new JournalWriter({
      serverId: 'own',
      logger: { error: (problem: object) => problems.push(problem) } as unknown as Logger,
      onWritten: () => undefined,
      journal: {
        append: async (_serverId, entries) => {
          if (written.length === 0) {
            await new Promise<void>((resolve) => {
              letGo = resolve;
            });
          }
          written.push(...entries.map(({ sessionId }) => sessionId));
        },
      },
    });
    for (let index = 0; index < MOST_WAITING + 3; index++) writer.add(toEntry(index));
    letGo();
    await writer.close();
    // The first was under way already, and the two after it had to go.
    assert.deepEqual(written.slice(0, 3), ['0', '3', '4']);
    assert.equal(written.length, MOST_WAITING + 1);
    assert.equal(problems.length, 0);
  });
});
