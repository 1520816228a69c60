import type { IncomingHttpHeaders } from 'node:http';
import { get } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';

/** A self-signed certificate for localhost with its key, as PEM. */
export async function createCertificate(name = 'Conclave test'): Promise<{ cert: string; key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  return { cert, key };
}

/** Completes a TLS handshake, whatever the certificate. */
export function openTls(port: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false });
    socket.once('error', reject);
    socket.once('secureConnect', () => resolve(socket));
  });
}

/** Fingerprint of the certificate a new connection is shown. */
export async function readFingerprint(port: number): Promise<string | undefined> {
  const socket = await openTls(port);
  const fingerprint = socket.getPeerX509Certificate()?.fingerprint256;
  socket.destroy();
  return fingerprint;
}

/** Headers of the answer to `GET /health` over TLS, whatever the certificate. */
export function readHeaders(port: number): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/health', rejectUnauthorized: false, agent: false };
    get(options, (response) => resolve(response.resume().headers)).on('error', reject);
  });
}
