// Prints the OpenAPI document as `docs/openapi.json` has it.
import { openHttpApp } from './http-app.ts';

const closers: (() => unknown)[] = [];
const { app } = await openHttpApp({ after: (close) => void closers.push(close as () => unknown) });
const answer = await app.inject('/openapi.json');
process.stdout.write(`${JSON.stringify(answer.json(), null, 2)}\n`);
for (const close of closers) await close();
