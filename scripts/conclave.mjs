#!/usr/bin/env node
// npx conclave: the commands of who runs a server (src/server/cli.ts), under the Node and in the folder that npm start uses.
import { existsSync } from 'node:fs';

// npm packs this file into the package for browsers, and nothing of what it needs.
if (existsSync(new URL('setup.mjs', import.meta.url))) await runCommand();
else {
  console.error("The command conclave belongs to the server: run it in a clone of the server's repository.");
  process.exitCode = 1;
}

async function runCommand() {
  const { runMain } = await import('./failure.mjs');
  const { runInForeground } = await import('./foreground.mjs');
  const { inProject } = await import('./project.mjs');
  const { areInstalled } = await import('./dependencies.mjs');
  const { environmentOf, runsTypeScript } = await import('./runtime.mjs');
  const { prepareTools } = await import('./setup.mjs');
  await runMain(async () => {
    // Standard output is the command's answer, which a program may read.
    console.log = console.error;
    // Where everything is there nothing is written: a server's own user may not, in a folder that is set up.
    const ready = areInstalled() && runsTypeScript(process.versions.node);
    const node = ready ? process.execPath : await prepareTools();
    const env = { ...environmentOf(node), INIT_CWD: process.cwd() };
    return runInForeground([node, inProject('src/server/cli.ts'), ...process.argv.slice(2)], { cwd: inProject(), env });
  });
}
