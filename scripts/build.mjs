// npm run build
import { runMain } from './failure.mjs';
import { buildSdk } from './sdk.mjs';
import { prepareTools } from './setup.mjs';

await runMain(async () => buildSdk(await prepareTools()));
