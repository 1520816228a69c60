import type { TestServer } from './server.ts';
import { signRestCredential } from './tokens.ts';

/** What a plain request got. */
export interface RestAnswer {
  readonly status: number;
  readonly type: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly json: any;
}

/** A plain request to a path under a project's. */
export async function callProject(
  server: Pick<TestServer, 'httpUrl' | 'apiKey' | 'apiSecret'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<RestAnswer> {
  const response = await fetch(`${server.httpUrl}/v2/project/${server.apiKey}/${path}`, {
    method,
    headers: {
      'x-opentok-auth': signRestCredential(server),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    json: text === '' ? undefined : JSON.parse(text),
  };
}
