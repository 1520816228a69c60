/** The part of Trusted Types that is used; compilers do not know them yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Made once: a page may refuse a second policy of the same name. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** What `new Worker` takes on pages that demand Trusted Types; they have to allow the policy `conclave`. */
function toScriptUrl(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    policy ??= trustedTypes?.createPolicy('conclave', { createScriptURL: (given) => given });
  } catch {
    // The policy is not allowed: a default policy of the page may still let the address pass.
  }
  return policy?.createScriptURL(url) ?? url;
}

/** What loads the worker from another origin. A worker of a page that demands Trusted Types demands them, too. */
function toLoader(href: string): string {
  return `const rules = { createScriptURL: (url) => url };
const policy = self.trustedTypes ? trustedTypes.createPolicy('conclave', rules) : rules;
importScripts(policy.createScriptURL(${JSON.stringify(href)}));`;
}

/** Starts the worker. Browsers make none from another origin's address: there, lines of our own load it. */
export function startWorker(url: string, pageOrigin: string): Worker {
  const { href, origin } = new URL(url);
  if (origin === pageOrigin) return new Worker(toScriptUrl(href), { name: 'conclave-e2ee' });
  const loader = new Blob([toLoader(href)], { type: 'text/javascript' });
  const address = URL.createObjectURL(loader);
  try {
    return new Worker(toScriptUrl(address), { name: 'conclave-e2ee' });
  } finally {
    // Not at once: Firefox reads it only when the worker starts.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}
