import { Auth } from '@vonage/auth';
import { Video } from '@vonage/video';
import type { TestApplication } from './applications.ts';
import type { TestServer } from './server.ts';

/** The official `@vonage/video` package, unmodified, pointed at a server as an application. */
export function createVonageSdk(
  { httpUrl }: Pick<TestServer, 'httpUrl'>,
  { id, privateKey }: Pick<TestApplication, 'id' | 'privateKey'>,
): Video {
  return new Video(new Auth({ applicationId: id, privateKey }), { videoHost: httpUrl });
}

/** What the package makes of a refusal: its error, the status, and the server's words. */
export interface VonageRefusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly said: string | undefined;
}

/** Calls the package and expects to be refused. */
export async function refusedByVonage(call: () => Promise<unknown>): Promise<VonageRefusal> {
  try {
    await call();
  } catch (error) {
    const { message, response } = error as Error & { response?: Response };
    const { message: said } = response === undefined ? {} : ((await response.json()) as { message?: string });
    return { name: (error as Error).constructor.name, message, status: response?.status, said };
  }
  throw new Error(`Not refused: ${call}`);
}
