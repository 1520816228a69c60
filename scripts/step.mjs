/** How often a step that is still running says so where the line cannot be rewritten, in milliseconds. */
const REPORT_EVERY_MS = 10_000;

/** @typedef {(detail: string) => void} Progress what the step is doing right now, in a few words */

/**
 * Runs one step of the set-up: says what it is for, shows that it is alive, and tells how long it took.
 * On a terminal one line is kept up to date; elsewhere a short line is added every ten seconds.
 * @template T
 * @param {string} title what the step does, e.g. "Installing the packages in package-lock.json"
 * @param {(progress: Progress) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedAt = Date.now();
  let detail = '';
  const status = () => `${seconds(startedAt)} ${detail}`;
  const live = process.stdout.isTTY;
  if (!live) console.log(`- ${title}`);
  const timer = setInterval(
    () => (live ? rewrite(`- ${title} ... ${status()}`) : console.log(`  ${status()}`)),
    live ? 200 : REPORT_EVERY_MS,
  );
  try {
    const result = await work((text) => {
      detail = text;
    });
    finish(live, `\u2714 ${title} (${seconds(startedAt)})`);
    return result;
  } catch (error) {
    finish(live, `\u2718 ${title} (${seconds(startedAt)})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Prints one explaining line.
 * @param {string} text
 */
export function note(text) {
  console.log(`  ${text}`);
}

/** @param {boolean} live @param {string} text */
function finish(live, text) {
  if (live) rewrite('');
  console.log(text);
}

/** @param {string} text */
function rewrite(text) {
  process.stdout.write(`\r\u001b[2K${text.slice(0, (process.stdout.columns || 80) - 1)}`);
}

/** @param {number} startedAt */
function seconds(startedAt) {
  const elapsed = (Date.now() - startedAt) / 1000;
  return `${elapsed < 10 ? elapsed.toFixed(1) : Math.round(elapsed)} s`;
}
