import type { Server } from './compose.ts';
import { findOwnAddresses } from './config/media-addresses.ts';

/** What a person needs to use the server that has just started; `readyInMs` counts from the start of the process. */
export function toBanner(server: Omit<Server, 'close'>, readyInMs: number): string {
  const { credentials, httpPort, httpsPort } = server;
  const hosts = ['localhost', ...findOwnAddresses()];
  const certificate = server.developmentCertificate ? '   (development certificate: browsers warn once)' : '';
  const rows: [string, string][] = [
    ['HTTP', `http://localhost:${httpPort}   (this machine only)`],
    ...hosts.map((host): [string, string] => ['HTTPS', `https://${host}:${httpsPort}${certificate}`]),
    ['API key', credentials.project.apiKey],
    ['API secret', `kept in ${credentials.keptIn}`],
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
