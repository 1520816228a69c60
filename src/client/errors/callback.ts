import type { OTError } from './ot-error.ts';

/** A callback as OpenTok apps write it: the error first, `undefined` on success. */
export type Callback<Value = void> = (error?: OTError, value?: Value) => void;
