import type { RequestData, RequestName, RequestReply } from '../../../protocol/requests.ts';
import type { Member } from '../../sessions/member.ts';
import type { Session } from '../../sessions/session.ts';

/** Who asks, and where. */
export interface Caller {
  readonly session: Session;
  readonly member: Member;
}

/** Carries one request out; its data fits the schema. */
export type Handler<Name extends RequestName> = (
  caller: Caller,
  data: RequestData<Name>,
) => Promise<RequestReply<Name>> | RequestReply<Name>;

/** A handler for each request. */
export type Handlers = { readonly [Name in RequestName]: Handler<Name> };
