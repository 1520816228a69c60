import { parseAddressRange } from './address-range.ts';
import { address, integer, list, text } from './setting.ts';

/** Reads an origin such as `https://app.example.com`; without path, so that it equals what browsers send. */
function parseOrigin(word: string): string | undefined {
  return URL.canParse(word) && new URL(word).origin === word ? word : undefined;
}

/** The settings of the two doors. */
export const network = {
  httpHost: address({
    env: 'CONCLAVE_HTTP_HOST',
    help: 'Address plain HTTP is served on beside the loopback addresses, for a TLS proxy on another machine (0.0.0.0 = all of IPv4, :: = all). Browsers publish from HTTPS pages only, so never without such a proxy.',
    example: '10.0.0.5',
    defaultValue: undefined,
  }),
  httpPort: integer(
    {
      env: 'CONCLAVE_HTTP_PORT',
      help: 'Port for plain HTTP, on the loopback addresses (and CONCLAVE_HTTP_HOST); 0 = any free port.',
      example: '8080',
      defaultValue: 8080,
    },
    0,
    65_535,
  ),
  httpsPort: integer(
    {
      env: 'CONCLAVE_HTTPS_PORT',
      help: 'Port for HTTPS, on all interfaces; 0 = any free port.',
      example: '8443',
      defaultValue: 8443,
    },
    0,
    65_535,
  ),
  tlsCert: text<string | undefined>({
    env: 'CONCLAVE_TLS_CERT',
    expected: 'the path of a PEM file',
    help: 'Certificate chain (PEM file) for HTTPS; goes with CONCLAVE_TLS_KEY. A renewed one is taken while the server runs.',
    example: '/etc/conclave/fullchain.pem',
    defaultValue: undefined,
    defaultText: 'a development certificate, made on first start',
  }),
  tlsKey: text<string | undefined>({
    env: 'CONCLAVE_TLS_KEY',
    expected: 'the path of a PEM file',
    help: 'Private key (PEM file) of CONCLAVE_TLS_CERT.',
    example: '/etc/conclave/privkey.pem',
    defaultValue: undefined,
  }),
  trustedProxies: list<string>(
    {
      env: 'CONCLAVE_TRUSTED_PROXIES',
      expected: 'a comma-separated list of IP addresses and ranges such as 10.0.0.0/8',
      help: 'Proxies in front of this server: from them, and from nobody else, X-Forwarded-For and X-Forwarded-Proto are believed.',
      example: '127.0.0.1,10.0.0.0/24',
      defaultValue: [],
      defaultText: 'none',
    },
    parseAddressRange,
  ),
  allowedOrigins: list<string>(
    {
      env: 'CONCLAVE_ALLOWED_ORIGINS',
      expected: 'a comma-separated list of origins, each with scheme and without path',
      help: "Web origins whose pages may connect and call the API, beside the server's own (tokens are the protection).",
      example: 'https://app.example.com,https://www.example.com',
      defaultValue: [],
      defaultText: 'any',
    },
    parseOrigin,
  ),
};
