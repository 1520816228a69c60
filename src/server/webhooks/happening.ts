import type { SessionId } from '../../base/ids.ts';
import type { CallbackGroup } from '../../protocol/callbacks.ts';
import type { JournalEntry } from '../store-ports.ts';

/** Something callbacks may want to be told of. */
export interface Happening extends Pick<JournalEntry, 'arrived' | 'left'> {
  readonly sessionId: SessionId;
  readonly group: CallbackGroup;
  readonly event: string;
  /** What they are told, in OpenTok's form. */
  readonly body: object;
  /** The one callback that asked for it; absent: all that want this event. */
  readonly callbackId?: string;
}
