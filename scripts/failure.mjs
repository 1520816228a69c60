/** A failure that is explained to the reader by its message alone: no stack is printed for it. */
export class SetupFailure extends Error {
  name = 'SetupFailure';
}

/**
 * Runs an entry point: ends the process with the code it returns (0 when none), and prints a failure in plain words.
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(`\n${explain(error)}`);
    process.exitCode = 1;
  }
}

/**
 * The message of a failure we expected, the stack of one we did not.
 * @param {unknown} error
 * @returns {string}
 */
export function explain(error) {
  if (error instanceof SetupFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
