import { ZONE } from '../../protocol/limits.ts';
import { choice, integer, text } from './setting.ts';

/** Settings of how the server is run. */
export const operation = {
  zone: text<string | undefined>(
    {
      env: 'CONCLAVE_ZONE',
      expected: 'a name of lower-case letters, digits and hyphens, at most 32',
      help: 'Where this server is; a session created with a zone is held only by servers of that zone.',
      example: 'eu-frankfurt',
      defaultValue: undefined,
      defaultText: 'none',
    },
    new RegExp(ZONE),
  ),
  drainSeconds: integer(
    {
      env: 'CONCLAVE_DRAIN_SECONDS',
      help: 'How long calls may go on after SIGTERM or SIGINT, while newcomers are refused; a second signal ends them at once.',
      example: '600',
      defaultValue: 0,
    },
    0,
    86_400,
  ),
  logLevel: choice(
    {
      env: 'CONCLAVE_LOG_LEVEL',
      help: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
      example: 'info',
      defaultValue: 'info',
    },
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
  ),
  logFormat: choice(
    {
      env: 'CONCLAVE_LOG_FORMAT',
      help: 'json, pretty, or auto: pretty on a terminal, json elsewhere. The log goes to standard error.',
      example: 'json',
      defaultValue: 'auto',
    },
    ['auto', 'json', 'pretty'],
  ),
  apiDocs: choice(
    {
      env: 'CONCLAVE_API_DOCS',
      help: 'The REST API as an OpenAPI document at /openapi.json and as a page at /docs/api/: on or off.',
      example: 'off',
      defaultValue: 'on',
    },
    ['on', 'off'],
  ),
  metrics: choice(
    {
      env: 'CONCLAVE_METRICS',
      help: 'Numbers for Prometheus at /metrics: on or off. Over plain HTTP they are for this machine, elsewhere for the token.',
      example: 'off',
      defaultValue: 'on',
    },
    ['on', 'off'],
  ),
  metricsToken: text<string | undefined>(
    {
      env: 'CONCLAVE_METRICS_TOKEN',
      expected: 'a text of 20 to 200 characters without spaces',
      help: 'What opens /metrics from other machines, as a bearer token over HTTPS.',
      example: '$(openssl rand -hex 20)',
      defaultValue: undefined,
      defaultText: 'none: only this machine may read them',
      secret: true,
    },
    /^[!-~]{20,200}$/,
  ),
  auditLog: text<string | undefined>({
    env: 'CONCLAVE_AUDIT_LOG',
    expected: 'the path of a file',
    help: 'File for the record of who changed what, instead of the log; SIGHUP opens it anew.',
    example: '/var/log/conclave/audit.log',
    defaultValue: undefined,
    defaultText: 'the log',
  }),
  demo: choice(
    {
      env: 'CONCLAVE_DEMO',
      help: 'The demo app at /demo/: on, off, or auto: on when its folder is there.',
      example: 'off',
      defaultValue: 'auto',
    },
    ['auto', 'on', 'off'],
  ),
};
