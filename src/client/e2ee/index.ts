import { FrameEncryption, type FrameEncryptionDeps } from './frame-encryption.ts';
import * as support from './support.ts';

/** What this part of the SDK offers. */
export interface EndToEndEncryption {
  isSupported(): boolean;
  readonly encryptedPeerSettings: { readonly encodedInsertableStreams: boolean };
  /** Not started yet: see {@link FrameEncryption.open}. */
  createFrameEncryption(deps: Omit<FrameEncryptionDeps, 'workerUrl'>): FrameEncryption;
}

export const isSupported: EndToEndEncryption['isSupported'] = support.isSupported;
export const encryptedPeerSettings: EndToEndEncryption['encryptedPeerSettings'] = support.encryptedPeerSettings;
/** The worker's script stands beside this one. */
export const createFrameEncryption: EndToEndEncryption['createFrameEncryption'] = (deps) =>
  new FrameEncryption({ ...deps, workerUrl: new URL('e2ee-worker.js', import.meta.url).href });
