import type { TestServer } from './server.ts';
import { signRestCredential, type TestProject } from './tokens.ts';

/** A plain request to the REST API. */
export interface RestRequest {
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown;
  /** Replace or add to those of the official Node SDK; undefined removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** What came back. */
export interface RestAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the form of the answer it asked for.
  readonly json: any;
}

/** Sends plain requests as a project: to a path under the project's own, or to one from the root when it begins with a slash. */
export type RestCaller = (method: string, path: string, request?: RestRequest) => Promise<RestAnswer>;

/** Creates it for the project that the server started with, or another. */
export function createRestCaller(
  server: Pick<TestServer, 'httpUrl' | 'apiKey' | 'apiSecret'>,
  project: TestProject = server,
): RestCaller {
  return async (method, path, { body, headers = {} } = {}) => {
    const all = {
      'x-opentok-auth': signRestCredential(project),
      'content-type': body === undefined ? undefined : 'application/json',
      ...headers,
    };
    const given = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
    const url = path.startsWith('/') ? path : `/v2/project/${project.apiKey}/${path}`;
    const response = await fetch(`${server.httpUrl}${url}`, {
      method,
      headers: given,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type');
    const isJson = type !== null && /^application\/json/i.test(type);
    return { status: response.status, type, text, json: isJson && text !== '' ? JSON.parse(text) : undefined };
  };
}
