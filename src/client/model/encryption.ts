/** SRTP suite as `getStats` names it. */
export type SrtpCipher = string;

/** Least SRTP key length an app or a back end may demand. */
export type MinimumEncryption = 'aes-128' | 'aes-256';

/** What DTLS-SRTP really negotiated on one leg, read from `getStats`; never assumed. */
export interface EncryptionInfo {
  /** SRTP protection profile, for example `SRTP_AEAD_AES_256_GCM` (RFC 7714). */
  readonly srtpCipher: SrtpCipher;
  /** Key length of the SRTP cipher. */
  readonly keyBits: 256 | 128;
  /** For example `DTLS 1.2`. */
  readonly dtlsVersion: string;
  /** TLS cipher suite of the DTLS handshake. */
  readonly dtlsCipher: string;
}

/** Encryption towards and from the media server; a direction without media transport is absent. */
export interface SessionEncryption {
  readonly send?: EncryptionInfo;
  readonly recv?: EncryptionInfo;
}
