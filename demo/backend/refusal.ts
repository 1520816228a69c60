/** A refusal a person can act on: `message` is shown on the page as it is. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** The passcode is not the host's. */
export const wrongPasscode = (): Refusal =>
  new Refusal(401, 'wrongPasscode', 'That is not the passcode. It is printed in the terminal when the server starts.');

/** Only a signed-in host may do this. */
export const notSignedIn = (): Refusal =>
  new Refusal(401, 'notSignedIn', 'Only the host can start a meeting. Sign in with the passcode first.');

/** The link is unknown or too old; the two look the same on purpose. */
export const roomNotFound = (): Refusal =>
  new Refusal(404, 'roomNotFound', 'This link does not lead to a meeting any more. Ask the host for a new link.');

/** As many rooms are open as the demo keeps. */
export const tooManyRooms = (): Refusal =>
  new Refusal(503, 'tooManyRooms', 'Too many meetings are open right now. Try again later.');

/** The name has nothing to show once control characters are gone. */
export const nameMissing = (): Refusal => new Refusal(400, 'nameMissing', 'Tell the others your name.');

/** The request does not come from the demo's own page. */
export const foreignOrigin = (): Refusal =>
  new Refusal(403, 'foreignOrigin', 'This request did not come from the page of this server.');

/** The body is not declared as JSON. */
export const notJson = (): Refusal => new Refusal(415, 'notJson', 'Send the request as application/json.');

/** The video platform did not answer as it should. */
export const platformFailed = (cause: unknown): Refusal =>
  new Refusal(502, 'platformFailed', 'The video server did not answer. Try again in a moment.', { cause });
