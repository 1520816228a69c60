/** Where the address of the server may come from. */
export interface ServerUrlSources {
  /** What the app gave to `initSession`. */
  readonly apiUrl?: string | undefined;
  /** `window.OTProperties.apiURL`. */
  readonly configured?: string | undefined;
  /** Where the SDK's script was loaded from. */
  readonly scriptUrl?: string | undefined;
  /** The page's own address. */
  readonly pageUrl?: string | undefined;
}

function toOrigin(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/i.test(url)) return undefined;
  return new URL(url).origin;
}

/** The address without a slash at its end; undefined when it is none for http or https. */
function toHref(url: string, pageUrl: string | undefined): string | undefined {
  try {
    const { protocol, href } = new URL(url, pageUrl);
    return /^https?:$/.test(protocol) ? href.replace(/\/$/, '') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The server's address: the first of what the app gave, what the page configures, the script's origin, the page's; undefined when
 * there is none, or when what was given is no address: going to another server instead would hide the mistake.
 */
export function resolveServerUrl({ apiUrl, configured, scriptUrl, pageUrl }: ServerUrlSources): string | undefined {
  const given = apiUrl ?? configured;
  // A path given by the app or the page stays: the server may be mounted below it.
  if (given !== undefined) return toHref(given, pageUrl);
  return toOrigin(scriptUrl) ?? toOrigin(pageUrl);
}
