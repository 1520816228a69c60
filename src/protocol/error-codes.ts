import Type from 'typebox';

/** Why the server refused; the client maps each to an OpenTok error name and code in `client/errors/from-wire.ts`. */
export const WireErrorCode = Type.Union([
  Type.Literal('invalidMessage'),
  Type.Literal('tooLarge'),
  Type.Literal('rateLimited'),
  Type.Literal('authenticationFailed'),
  Type.Literal('invalidSession'),
  Type.Literal('protocolMismatch'),
  Type.Literal('notPermitted'),
  Type.Literal('notFound'),
  Type.Literal('conflict'),
  Type.Literal('notReady'),
  Type.Literal('connectionLimit'),
  Type.Literal('streamLimit'),
  Type.Literal('encryptionTooWeak'),
  Type.Literal('draining'),
  Type.Literal('notSupported'),
  Type.Literal('internal'),
]);
/** Why the server refused. */
export type WireErrorCode = Type.Static<typeof WireErrorCode>;

/** An error as it travels: `message` says what to do, in words for a developer, without secrets or personal data. */
export const WireError = Type.Object({ code: WireErrorCode, message: Type.String() });
/** An error as it travels. */
export type WireError = Type.Static<typeof WireError>;
