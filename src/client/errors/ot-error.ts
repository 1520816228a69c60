/** An error as OpenTok apps know it: test `name`, or `code` in old apps; `message` says what to do. */
export class OTError extends Error {
  /** For example `OT_NOT_CONNECTED`. */
  override readonly name: string;
  /** Numeric OpenTok code; always present. */
  readonly code: number;

  /** @internal Use the factories of the catalogue. */
  constructor(name: string, code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.code = code;
  }
}
