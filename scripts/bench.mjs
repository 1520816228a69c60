// npm run bench: the benchmarks, with a real server, and real browsers where a part needs them, in a network of their own. Options after -- go to bench/run.ts.
import { prepareBrowsers } from './browsers.mjs';
import { runMain } from './failure.mjs';
import { runInForeground } from './foreground.mjs';
import { inTestNetwork } from './network.mjs';
import { inProject } from './project.mjs';
import { prepareServer } from './setup.mjs';

await runMain(async () => {
  const { node, env } = await prepareServer();
  // The signaling of many is measured without browsers, on a machine that may have none.
  const browsers = process.argv.includes('--part=signaling') ? {} : await prepareBrowsers(node);
  const { commandLine, mediaIp } = await inTestNetwork([node, inProject('bench/run.ts'), ...process.argv.slice(2)]);
  return runInForeground(commandLine, {
    cwd: inProject(),
    env: { ...env, ...browsers, CONCLAVE_TEST_MEDIA_IP: mediaIp },
  });
});
