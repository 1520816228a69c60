import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { createJudge, type Judge } from '../support/fuzz/judge.ts';
import { anyRequest, type FuzzAnswer, type FuzzRequest, goodRequest, send } from '../support/fuzz/requests.ts';
import { type FuzzWorld, openFuzzWorld } from '../support/fuzz/world.ts';
import { hasPostgres, openPostgres, type PostgresServer } from '../support/postgres.ts';
import { type PlacedOperation, type RestDocument, readOperations } from '../support/rest-document.ts';

// Every operation of the OpenAPI document, asked in every way that somebody thought of and in many that nobody did.
// CONCLAVE_FUZZ_RUNS: requests to each operation. CONCLAVE_FUZZ_SEED: another seed, or `random`; a failure tells the one it came with.

const RUNS = Number(process.env.CONCLAVE_FUZZ_RUNS ?? 100);
const SEED = readSeed(process.env.CONCLAVE_FUZZ_SEED ?? '4711');
/** Requests that do what an operation is for, of which at least one has to succeed. */
const GOOD_RUNS = 5;

function readSeed(text: string): number {
  return text === 'random' ? randomInt(2 ** 31) : Number(text);
}

for (const database of ['SQLite', 'Postgres']) {
  describe(`the REST API on ${database}`, { skip: database === 'Postgres' && !hasPostgres }, () => {
    let postgres: PostgresServer | undefined;
    let world: FuzzWorld;
    let document: RestDocument;
    let judge: Judge;

    before(async () => {
      if (database === 'Postgres') postgres = await openPostgres();
      world = await openFuzzWorld(
        postgres === undefined ? {} : { CONCLAVE_DATABASE_URL: await postgres.createDatabase() },
      );
      document = (await (await fetch(`${world.server.httpUrl}/openapi.json`)).json()) as RestDocument;
      judge = createJudge(world, document);
    });
    after(async () => {
      await world.close();
      await postgres?.close();
    });

    async function ask(placed: PlacedOperation, request: FuzzRequest): Promise<FuzzAnswer> {
      const answer = await send(world, request);
      judge.check(placed, request, answer);
      assert.ok(world.foreignIsUntouched, 'reached the call of another project');
      await world.mend();
      if (request.path.includes('/callback')) await world.mendCallbacks();
      return answer;
    }

    it('answers whatever is asked as the document says, and tells nobody anything of another project', async (t) => {
      for (const placed of readOperations(document)) {
        await t.test(`${placed.method} ${placed.path}`, async () => {
          const answers: number[] = [];
          for (const request of fc.sample(goodRequest(placed), { seed: SEED, numRuns: GOOD_RUNS })) {
            answers.push((await ask(placed, request)).status);
          }
          assert.ok(
            answers.some((status) => status < 300),
            `none of the good requests succeeded: ${answers.join()}`,
          );
          const property = fc.asyncProperty(anyRequest(placed), async (request) => {
            await ask(placed, request);
          });
          await fc.assert(property, { seed: SEED, numRuns: RUNS });
        });
      }
    });

    it('is as it was after all that', async () => {
      const { httpUrl } = world.server;
      assert.equal((await fetch(`${httpUrl}/health`)).status, 200);
      assert.deepEqual(await (await fetch(`${httpUrl}/openapi.json`)).json(), document);
      assert.ok(world.foreignIsUntouched);
    });

    it('has written down no secret, no token, no name and nothing that was brought', () => {
      const log = world.server.stderr();
      assert.ok(log.includes('"route":"/v2/project/:projectId/session/:sessionId/stream"'));
      for (const value of world.unspeakable) {
        const line = log.split('\n').find((candidate) => candidate.includes(value));
        assert.equal(line, undefined);
      }
    });
  });
}
