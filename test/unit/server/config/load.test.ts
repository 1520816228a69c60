import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { toHelp } from '../../../../src/server/config/help.ts';
import { ConfigError, loadConfig } from '../../../../src/server/config/load.ts';
import { type Config, SETTINGS, type SettingKey } from '../../../../src/server/config/schema.ts';

const SECRET = '0123456789abcdef0123456789abcdef01234567';

function refusal(env: Record<string, string>, file?: string): string {
  try {
    loadConfig({ env, file });
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.message;
  }
  throw new Error('it was accepted');
}

function configFile(t: TestContext, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'conclave.json');
  writeFileSync(file, content);
  return file;
}

describe('settings', () => {
  it('have a default each when nothing is set', () => {
    const config = loadConfig({ env: {} });
    assert.equal(config.httpPort, 8080);
    assert.equal(config.httpsPort, 8443);
    assert.equal(config.dataDir, '.conclave');
    assert.deepEqual(config.mediaIps, []);
    assert.equal(config.apiKey, undefined);
  });

  it('are read from the environment', () => {
    const config = loadConfig({
      env: {
        CONCLAVE_HTTP_PORT: '0',
        CONCLAVE_MEDIA_IPS: '10.0.0.5=203.0.113.7, ::1,0.0.0.0=media.example.com',
        CONCLAVE_MEDIA_PORTS: '41000-41999',
        CONCLAVE_API_KEY: '2147483647',
        CONCLAVE_API_SECRET: SECRET,
        CONCLAVE_PROJECTS: JSON.stringify([{ apiKey: '7', apiSecret: SECRET }]),
        CONCLAVE_ALLOWED_ORIGINS: 'https://a.example,http://localhost:3000',
        CONCLAVE_ICE_SERVERS: '[{"urls":["stun:stun.example.com"]}]',
        CONCLAVE_DEMO: 'off',
        CONCLAVE_HTTP_HOST: '::',
        CONCLAVE_TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16,2001:db8::/32',
      },
    });
    const expected: Partial<Config> = {
      httpPort: 0,
      mediaIps: [
        { ip: '10.0.0.5', announcedAddress: '203.0.113.7' },
        { ip: '::1' },
        { ip: '0.0.0.0', announcedAddress: 'media.example.com' },
      ],
      mediaPorts: { min: 41_000, max: 41_999 },
      apiKey: '2147483647',
      projects: [{ apiKey: '7', apiSecret: SECRET }],
      allowedOrigins: ['https://a.example', 'http://localhost:3000'],
      iceServers: [{ urls: ['stun:stun.example.com'] }],
      demo: 'off',
      httpHost: '::',
      trustedProxies: ['10.0.0.1', '192.168.0.0/16', '2001:db8::/32'],
    };
    for (const [key, value] of Object.entries(expected)) assert.deepEqual(config[key as SettingKey], value, key);
  });

  it('are read from a JSON file, and the environment wins', (t) => {
    const file = configFile(t, '{"httpPort": 9000, "httpsPort": 9001, "mediaIps": ["10.1.1.1"], "apiKey": null}');
    const config = loadConfig({ env: { CONCLAVE_HTTP_PORT: '9100', CONCLAVE_CONFIG: file } });
    assert.equal(config.httpPort, 9100);
    assert.equal(config.httpsPort, 9001);
    assert.deepEqual(config.mediaIps, [{ ip: '10.1.1.1' }]);
    assert.equal(config.apiKey, undefined);
  });

  it('take an empty variable as not set', () => {
    assert.equal(loadConfig({ env: { CONCLAVE_HTTP_PORT: '' } }).httpPort, 8080);
  });

  for (const [env, wrong] of [
    ['CONCLAVE_HTTP_PORT', ['abc', '-1', '65536', '80.5', '1e3', ' ']],
    ['CONCLAVE_HTTP_HOST', ['localhost', '10.0.0', '10.0.0.5:80', '10.0.0.0/8']],
    [
      'CONCLAVE_TRUSTED_PROXIES',
      [
        'proxy.example',
        '10.0.0.0/0',
        '10.0.0.0/33',
        '::1/129',
        '10.0.0.0/8/8',
        '10.0.0.0/255.0.0.0',
        'fe80::1%eth0',
        'loopback',
      ],
    ],
    ['CONCLAVE_DRAIN_SECONDS', ['-1', '86401', 'ten']],
    ['CONCLAVE_API_KEY', ['0', '01', '2147483648', 'abc', '1'.repeat(30)]],
    ['CONCLAVE_MEDIA_IPS', ['localhost', '10.0.0.5=', '1.2.3.4=a=b', '10.0.0.5,,', '10.0.0.5=ex ample']],
    ['CONCLAVE_MEDIA_PORTS', ['41000-40000', '80-90', '40000-70000', 'x', '1-2-3']],
    ['CONCLAVE_ALLOWED_ORIGINS', ['example.com', 'https://example.com/path', '*']],
    ['CONCLAVE_LOG_LEVEL', ['loud']],
    ['CONCLAVE_ICE_SERVERS', ['x', '{}', '[{"url":"stun:a"}]']],
    ['CONCLAVE_MAX_CONNECTIONS', ['0', 'many']],
  ] as const) {
    it(`${env} is refused in one line with name, problem and example`, () => {
      for (const value of wrong) {
        const message = refusal({ [env]: value });
        assert.match(message, new RegExp(`^${env}: .+ is not .+\\. Example: ${env}=\\S`), value);
        assert.equal(message.split('\n').length, 1);
      }
    });
  }

  it('never show the value of a secret', (t) => {
    const wrong = 'not-forty-hexadecimal-characters';
    assert.doesNotMatch(refusal({ CONCLAVE_API_SECRET: wrong }), /not-forty/);
    assert.doesNotMatch(refusal({ CONCLAVE_PROJECTS: `[{"apiKey":"1","apiSecret":"${wrong}"}]` }), /not-forty/);
    assert.doesNotMatch(refusal({}, configFile(t, `{"apiSecret": "${wrong}"}`)), /not-forty/);
    assert.doesNotMatch(refusal({}, configFile(t, `{"apiSecret": "${wrong}`)), /not-forty/);
  });

  it('name the file, the key and the problem for a wrong JSON file', (t) => {
    const unknown = configFile(t, '{"httpPrt": 80}');
    assert.match(refusal({}, unknown), /^CONCLAVE_CONFIG: .*conclave\.json has the unknown key "httpPrt"/);
    assert.match(refusal({}, configFile(t, '[]')), /is not a JSON object/);
    assert.match(refusal({}, configFile(t, '{')), /is not valid JSON/);
    assert.match(refusal({}, '/nowhere/conclave.json'), /cannot be read/);
    assert.match(
      refusal({}, configFile(t, '{"httpPort": "x"}')),
      /conclave\.json: httpPort: "x" is not a whole number/,
    );
  });

  it('that belong together are asked for together', () => {
    assert.match(refusal({ CONCLAVE_API_KEY: '5' }), /^CONCLAVE_API_SECRET: it is missing/);
    assert.match(refusal({ CONCLAVE_TLS_KEY: '/k.pem' }), /^CONCLAVE_TLS_CERT: it is missing/);
  });

  it('name each project once', () => {
    const env = {
      CONCLAVE_API_KEY: '5',
      CONCLAVE_API_SECRET: SECRET,
      CONCLAVE_PROJECTS: `[{"apiKey":"5","apiSecret":"${SECRET}"}]`,
    };
    assert.match(refusal(env), /^CONCLAVE_PROJECTS: the API key 5 is there twice/);
  });

  it('are all in the help, each with default and example, and each example is valid', () => {
    const help = toHelp();
    for (const setting of Object.values(SETTINGS)) {
      assert.ok(help.includes(setting.env), setting.env);
      assert.ok(help.includes(setting.help), setting.env);
      if (!/[<$]/.test(setting.example)) assert.notEqual(setting.parse(setting.example), undefined, setting.env);
    }
  });
});

describe('the README', () => {
  it('has a row for each setting, as the table of settings says it', () => {
    const guide = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    for (const [key, { env, defaultText, defaultValue, help, example }] of Object.entries(SETTINGS)) {
      const row = `| \`${env}\` | \`${key}\` | ${defaultText ?? defaultValue ?? 'none'} | ${help} | \`${example}\` |`;
      assert.ok(guide.includes(`\n${row}\n`), `README.md needs this row:\n${row}`);
    }
  });
});
