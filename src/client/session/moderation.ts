import type { RequestData, RequestName } from '../../protocol/requests.ts';
import { invalidParameter, notConnected, permissionDenied } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { Capability } from '../model/capabilities.ts';
import { Connection } from '../model/connection.ts';
import { Stream } from '../model/stream.ts';
import type { Request } from '../signaling/channel.ts';

/** What moderation needs. */
export interface ModerationDeps {
  /** Undefined while not connected. */
  readonly request: () => Request | undefined;
  readonly permittedTo: (capability: Capability) => boolean;
  /** Takes every error, for the `exception` event. */
  readonly report: (error: OTError) => void;
}

/** Codes of a missing permission, by what it is for. */
const DENIED = { forceDisconnect: 1520, forceUnpublish: 1530, forceMute: 1540 } as const;

type ModerationRequest = Extract<RequestName, `force${string}` | 'disableForceMute'>;

/** What a client may do to others, if its role allows it; the server checks that again. */
export class Moderation {
  readonly #deps: ModerationDeps;

  constructor(deps: ModerationDeps) {
    this.#deps = deps;
  }

  async forceDisconnect(connection: Connection | string): Promise<void> {
    const connectionId = connection instanceof Connection ? connection.connectionId : connection;
    await this.#ask('forceDisconnect', 'forceDisconnect', isId(connectionId) && { connectionId });
  }

  async forceUnpublish(stream: Stream | string): Promise<void> {
    const streamId = stream instanceof Stream ? stream.streamId : stream;
    await this.#ask('forceUnpublish', 'forceUnpublish', isId(streamId) && { streamId });
  }

  async forceMuteStream(stream: Stream): Promise<void> {
    await this.#ask('forceMute', 'forceMuteStream', stream instanceof Stream && { streamId: stream.streamId });
  }

  async forceMuteAll(excluded: readonly Stream[] = []): Promise<void> {
    const valid = Array.isArray(excluded) && excluded.every((stream) => stream instanceof Stream);
    const excludedStreamIds = valid && excluded.map(({ streamId }) => streamId);
    await this.#ask('forceMute', 'forceMuteAll', excludedStreamIds && { excludedStreamIds });
  }

  async disableForceMute(): Promise<void> {
    await this.#ask('forceMute', 'disableForceMute', {});
  }

  /** Asks the server; `data` is false where the app's argument is none. */
  async #ask<Name extends ModerationRequest>(
    capability: keyof typeof DENIED,
    name: Name,
    data: RequestData<Name> | false,
  ): Promise<void> {
    const { request, permittedTo, report } = this.#deps;
    try {
      const send = request();
      if (send === undefined) throw notConnected(name);
      if (data === false) throw invalidParameter(`${name}: give a Stream or Connection of this session.`);
      if (!permittedTo(capability)) throw permissionDenied(name, DENIED[capability]);
      await send(name, data);
    } catch (error) {
      report(error as OTError);
      throw error;
    }
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
