import type { ConnectionInfo } from '../../protocol/model.ts';

/** One client in the session. */
export class Connection {
  readonly connectionId: string;
  /** The same as {@link connectionId}, under the name old apps use. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly creationTime: number;
  /** Text the back end put into the client's token. */
  readonly data: string;

  /** @internal */
  constructor(info: ConnectionInfo) {
    this.connectionId = info.id;
    this.id = info.id;
    this.creationTime = info.createdAt;
    this.data = info.data;
  }
}
