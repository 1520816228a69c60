import { invalidParameter } from '../errors/catalogue.ts';
import type { IceChoice } from '../media/engine.ts';

/** A STUN or TURN server of the app's. */
export interface CustomIceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** How media finds its way to the server. */
export interface IceConfig {
  /** `custom`: the app's servers alone; `all`: those the platform names too. Default `all`. */
  includeServers?: 'all' | 'custom';
  /** `relay`: media goes through a TURN server only. Default `all`. */
  transportPolicy?: 'all' | 'relay';
  customServers?: readonly CustomIceServer[];
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

function isServer(value: unknown): boolean {
  const { urls, username, credential } = (value ?? {}) as Record<string, unknown>;
  const listed = Array.isArray(urls) && urls.length > 0 && urls.every((url) => typeof url === 'string');
  return (typeof urls === 'string' || listed) && isText(username) && isText(credential);
}

/** The configuration, when it is one; throws OT_INVALID_PARAMETER. */
export function checkIceConfig(given: unknown): IceConfig {
  const { includeServers = 'all', transportPolicy = 'all', customServers = [] } = (given ?? {}) as IceConfig;
  const refuse = (what: string) => invalidParameter(`iceConfig: ${what}`);
  if (typeof given !== 'object' || given === null) throw refuse('give an object');
  if (!['all', 'custom'].includes(includeServers)) throw refuse("includeServers is 'all' or 'custom'");
  if (!['all', 'relay'].includes(transportPolicy)) throw refuse("transportPolicy is 'all' or 'relay'");
  if (!Array.isArray(customServers) || !customServers.every(isServer)) {
    throw refuse('customServers is a list of { urls, username, credential }');
  }
  if (includeServers === 'custom' && transportPolicy === 'relay' && customServers.length === 0) {
    throw refuse('customServers must name one');
  }
  return { includeServers, transportPolicy, customServers };
}

/** What the media engine makes of it. */
export function toIceChoice(config: IceConfig = {}): IceChoice {
  const { includeServers, transportPolicy, customServers = [] } = config;
  return {
    transportPolicy: transportPolicy ?? 'all',
    chooseServers: (named) => (includeServers === 'custom' ? [...customServers] : [...named, ...customServers]),
  };
}
