import { integer } from './setting.ts';

/** Settings of how much may be used. */
export const limits = {
  maxConnections: integer(
    {
      env: 'CONCLAVE_MAX_CONNECTIONS',
      help: 'Connections one session may hold, unless it was created with its own limit.',
      example: '500',
      defaultValue: 500,
    },
    1,
    100_000,
  ),
  maxProjectConnections: integer(
    {
      env: 'CONCLAVE_MAX_PROJECT_CONNECTIONS',
      help: 'Connections all sessions of one project together may hold on this server.',
      example: '5000',
      defaultValue: 100_000,
    },
    1,
    1_000_000,
  ),
  maxStreams: integer(
    {
      env: 'CONCLAVE_MAX_STREAMS',
      help: 'Streams one session may have at a time.',
      example: '50',
      defaultValue: 500,
    },
    1,
    100_000,
  ),
  tokenMaxHours: integer(
    {
      env: 'CONCLAVE_TOKEN_MAX_HOURS',
      help: 'Hours a client token is good for after it was made, whatever it says itself; at most 720 (30 days).',
      example: '24',
      defaultValue: 720,
    },
    1,
    720,
  ),
  messageRate: integer(
    {
      env: 'CONCLAVE_MESSAGE_RATE',
      help: 'Messages one connection may send per second, on average.',
      example: '100',
      defaultValue: 100,
    },
    1,
    100_000,
  ),
  signalRate: integer(
    {
      env: 'CONCLAVE_SIGNAL_RATE',
      help: 'Signals one connection may send per second, on average; twice as many at once.',
      example: '15',
      defaultValue: 15,
    },
    1,
    100_000,
  ),
  signalDeliveries: integer(
    {
      env: 'CONCLAVE_SIGNAL_DELIVERIES',
      help: 'Signals all connections of one session together may receive per second, on average; twice as many at once.',
      example: '10000',
      defaultValue: 10_000,
    },
    1,
    10_000_000,
  ),
  socketsPerAddress: integer(
    {
      env: 'CONCLAVE_SOCKETS_PER_ADDRESS',
      help: 'Signaling sockets one client address may hold (IPv6: one /64 network); an office behind NAT is one address.',
      example: '1000',
      defaultValue: 1000,
    },
    1,
    1_000_000,
  ),
  newcomersPerAddress: integer(
    {
      env: 'CONCLAVE_NEWCOMERS_PER_ADDRESS',
      help: 'How many of these sockets may be without a valid token yet; a full session may come back at once.',
      example: '500',
      defaultValue: 500,
    },
    1,
    1_000_000,
  ),
  requestRate: integer(
    {
      env: 'CONCLAVE_REQUEST_RATE',
      help: 'REST requests one address may make per minute.',
      example: '1200',
      defaultValue: 1200,
    },
    1,
    10_000_000,
  ),
  bodyBytes: integer(
    {
      env: 'CONCLAVE_BODY_BYTES',
      help: 'Largest body of a REST request, in bytes.',
      example: '262144',
      defaultValue: 262_144,
    },
    1024,
    16_777_216,
  ),
};
