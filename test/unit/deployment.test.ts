import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SETTINGS } from '../../src/server/config/schema.ts';

const toUrl = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(toUrl(path), 'utf8');

/** What is promised for a stop, and something for whatever is slow. */
const STOP_SECONDS = 15;
const FILES = ['etc/conclave.service', 'etc/Containerfile', 'etc/nginx.conf', 'etc/Caddyfile', 'docs/operations.md'];
const unit = read('etc/conclave.service');
const image = read('etc/Containerfile');
const guide = read('docs/operations.md');

/** Each setting a file gives a value, as `[name, value]`. */
function readValues(text: string): [string, string][] {
  return [...text.matchAll(/\b(CONCLAVE_[A-Z_]+)=([^\s\\`]+)/g)].map(([, name = '', value = '']) => [name, value]);
}

describe('the examples for deployment', () => {
  for (const file of FILES) {
    it(`(${file}) name settings that exist, with values they take`, () => {
      const text = read(file);
      const settings = new Map(Object.values(SETTINGS).map((setting) => [setting.env, setting]));
      const named = [...text.matchAll(/\bCONCLAVE_[A-Z_]+/g)].map(([name]) => name);
      assert.ok(named.length > 0);
      for (const name of named) assert.ok(settings.has(name), `${file}: ${name} is no setting`);
      for (const [name, value] of readValues(text)) {
        assert.notEqual(settings.get(name)?.parse(value), undefined, `${file}: ${name}=${value}`);
      }
    });
  }

  it('wait for as long as calls may go on', () => {
    const drain = (text: string): number => Number(/CONCLAVE_DRAIN_SECONDS=(\d+)/.exec(text)?.[1]);
    assert.ok(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1]) >= drain(unit) + STOP_SECONDS);
    for (const text of [image, guide]) {
      assert.ok(Number(/--stop-timeout (\d+)/.exec(text)?.[1]) >= drain(image) + STOP_SECONDS);
    }
    assert.match(unit, /^KillMode=mixed$/m);
  });

  it('start the media worker where the set-up puts it, and the server where it is', () => {
    const kept = /inProject\('(dist\/server\/.+)'\)/.exec(read('scripts/deployment.mjs'))?.[1];
    assert.ok(kept !== undefined);
    for (const text of [unit, image]) assert.ok(text.includes(`MEDIASOUP_WORKER_BIN=/opt/conclave/${kept}`));
    assert.match(unit, /^ExecStart=\/usr\/bin\/node src\/server\/main\.ts$/m);
    assert.match(image, /^CMD \["node", "src\/server\/main\.ts"\]$/m);
    assert.ok(existsSync(toUrl('src/server/main.ts')));
  });

  it('copy into the image what is there, and nothing that holds secrets', () => {
    const copied = [...image.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
    assert.ok(copied.includes('src'));
    for (const path of copied) {
      assert.ok(existsSync(toUrl(path)), path);
      assert.doesNotMatch(path, /^\.$|^\.\/$|conclave|\.git/);
    }
    assert.match(image, /^USER node$/m);
  });

  it('lead proxies and firewalls to the default ports', () => {
    for (const file of ['etc/nginx.conf', 'etc/Caddyfile']) {
      assert.ok(read(file).includes(`127.0.0.1:${SETTINGS.httpPort.defaultValue}`), file);
    }
    const { min, max } = SETTINGS.mediaPorts.defaultValue;
    for (const file of FILES.slice(1)) assert.ok(read(file).includes(`${min}-${max}`), file);
    assert.ok(image.includes(`EXPOSE ${SETTINGS.httpsPort.defaultValue}/tcp`));
    assert.ok(read('etc/nginx.conf').includes(`client_max_body_size ${SETTINGS.bodyBytes.defaultValue / 1024}k`));
  });
});

describe('the guide to operations', () => {
  it('links to files that exist', () => {
    const links = [...guide.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = '']) => path);
    assert.ok(links.length > 3);
    for (const path of links) assert.ok(existsSync(new URL(path, toUrl('docs/'))), path);
  });

  it('has the defaults of the limits', () => {
    for (const { env, defaultValue } of [
      SETTINGS.socketsPerAddress,
      SETTINGS.newcomersPerAddress,
      SETTINGS.requestRate,
      SETTINGS.maxConnections,
    ]) {
      assert.ok(guide.includes(`| \`${env}\` | ${defaultValue} |`), env);
    }
    const { messageRate, signalRate, signalDeliveries } = SETTINGS;
    const rates = [messageRate, signalRate, signalDeliveries].map(({ defaultValue }) => defaultValue).join(', ');
    assert.ok(guide.includes(`| ${rates} in a second |`), rates);
  });
});
