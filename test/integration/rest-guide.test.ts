import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProjectId } from '../../src/server/tokens/session-id.ts';
import { type ApplicationServer, startApplicationServer } from '../support/applications.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw } from '../support/raw-client.ts';

// The examples of docs/rest.md run as they are, against this server instead of video.example.com.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = [...readFileSync(`${ROOT}/docs/rest.md`, 'utf8').matchAll(/```js\n(.*?)```/gs)].map(
  ([, code]) => code,
);
/** What the reader has: everything the examples use and do not make. */
const GIVEN = 'const { apiKey, apiSecret, applicationId, privateKey, sessionId } = JSON.parse(process.env.GIVEN);';

let host: ApplicationServer;
before(async () => {
  host = await startApplicationServer();
});
after(() => host.close());

/** Runs the examples one after another, as one program; the lines that they print. */
async function runExamples(given: object): Promise<string[]> {
  const program = EXAMPLES.join('\n').replaceAll('https://video.example.com', host.server.httpUrl);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `${GIVEN}\n${program}`],
    {
      cwd: ROOT,
      env: { ...process.env, GIVEN: JSON.stringify(given) },
    },
  );
  return stdout.trim().split('\n');
}

test('the examples of the REST guide do what it says', async () => {
  const { id: applicationId, privateKey } = await host.addApplication();
  const { apiKey, apiSecret, httpUrl } = host.server;
  const { sessionId } = await createSdkSession(createOfficialSdk(host.server), { mediaMode: 'routed' });
  const lines = await runExamples({ apiKey, apiSecret, applicationId, privateKey, sessionId });
  // Each prints a session and a token for it; the callbacks in between come when they come.
  const invitations = lines.map((line) => /^([12]_\S+) (ey\S+)$/.exec(line) ?? []).filter(({ length }) => length === 3);
  const join = async ([, session = '', token = '']: string[]): Promise<[string, string]> => {
    const project = findProjectId(session) ?? '';
    const client = await joinRaw(httpUrl, { apiKey: project, sessionId: session, token });
    client.leave();
    return [project, client.welcome.connection.data];
  };
  const joined = await Promise.all(invitations.map(join));
  const expected = [
    [apiKey, ''],
    [apiKey, 'userId=42'],
    [applicationId, 'userId=42'],
    [applicationId, 'userId=43'],
  ];
  assert.deepEqual(joined.toSorted(), expected.toSorted(), lines.join('\n'));
  const oneTime = invitations.find(([, session]) => session === sessionId) ?? [];
  await assert.rejects(join(oneTime), { code: 'authenticationFailed', message: /used before/ });
  const refusals = lines.filter((line) => line.includes('type: letters, digits'));
  assert.equal(refusals.length, 2, lines.join('\n'));
});
