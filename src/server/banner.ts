import type { ServerFacts } from './compose.ts';
import { findOwnAddresses } from './config/media-addresses.ts';

/** What a person needs to use the server that has just started; `readyInMs` counts from the start of the process. */
export function toBanner(server: ServerFacts, readyInMs: number): string {
  const { credentials, httpHost, httpPort, httpsPort } = server;
  const reach = httpHost === undefined ? 'this machine only' : `this machine, and at ${httpHost} for a TLS proxy`;
  const hosts = ['localhost', ...findOwnAddresses()];
  const certificate = server.developmentCertificate ? '   (development certificate: browsers warn once)' : '';
  const rows: [string, string][] = [
    ['HTTP', `http://localhost:${httpPort}   (${reach})`],
    ...hosts.map((host): [string, string] => ['HTTPS', `https://${host}:${httpsPort}${certificate}`]),
    ['API key', credentials.project.apiKey],
    ['API secret', `kept in ${credentials.keptIn}`],
    ...(server.adminKeptIn === undefined
      ? []
      : [
          ['Operator page', `https://localhost:${httpsPort}/admin/`] as [string, string],
          ['Passphrase', `kept in ${server.adminKeptIn}`] as [string, string],
        ]),
    ...(server.passcode === undefined ? [] : [['Demo passcode', server.passcode] as [string, string]]),
  ];
  return [
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`),
    '',
    `Conclave is ready (${Math.round(readyInMs)} ms).`,
    '',
  ].join('\n');
}
