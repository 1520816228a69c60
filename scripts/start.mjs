// npm start: everything the server needs, then the server. Options after -- go to it (npm start -- --help).
import { runMain } from './failure.mjs';
import { runInForeground } from './foreground.mjs';
import { inProject } from './project.mjs';
import { environmentOf } from './runtime.mjs';
import { prepareServer, prepareTools } from './setup.mjs';

const args = process.argv.slice(2);

await runMain(async () => {
  const asksForHelp = args.includes('--help') || args.includes('-h');
  const { node, env } = asksForHelp ? await prepareHelp() : await prepareServer();
  return runInForeground([node, inProject('src/server/main.ts'), ...args], { cwd: inProject(), env });
});

/** The list of options needs neither the media worker nor the SDK. */
async function prepareHelp() {
  const node = await prepareTools();
  return { node, env: environmentOf(node) };
}
