/** Senders and receivers with the way to their frames that Chromium had first. */
export interface EncodedStreamsOwner {
  createEncodedStreams?(): { readonly readable: ReadableStream; readonly writable: WritableStream };
}

/**
 * What a peer connection has to be made with. Without it Chromium sends and plays what no transform has seen, without a
 * word; with it nothing goes through before there is one.
 */
export const encryptedPeerSettings = { encodedInsertableStreams: true };

/** Whether this browser lets a worker have the frames: without that there is no end-to-end encryption. */
export function isSupported(): boolean {
  const { Worker, crypto, RTCRtpSender, RTCRtpReceiver, RTCRtpScriptTransform } = globalThis as Partial<
    typeof globalThis
  >;
  if (Worker === undefined || crypto?.subtle === undefined) return false;
  if (RTCRtpScriptTransform !== undefined) return true;
  return [RTCRtpSender, RTCRtpReceiver].every(
    (owner) => owner !== undefined && 'createEncodedStreams' in owner.prototype,
  );
}
