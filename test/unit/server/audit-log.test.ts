import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { openAuditLog } from '../../../src/server/logging/audit-log.ts';
import { createLoggerTo } from '../../../src/server/logging/logger.ts';
import type { AuditEntry } from '../../../src/server/observations.ts';
import { waitFor } from '../../support/wait.ts';

const ENTRY: AuditEntry = {
  event: 'rest',
  project: '4711',
  credentialKind: 'rest',
  action: 'POST /session/create',
  result: 200,
};

function openLog() {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { logger: createLoggerTo(stream, 'error'), text: () => text };
}

describe('the audit log in a file', () => {
  test('goes on behind what is there, and is closed to others from then on', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'conclave-audit-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'audit.log');
    writeFileSync(file, '{"audit":true}\n');
    chmodSync(file, 0o644);
    const auditLog = openAuditLog({ file, logger: openLog().logger });
    auditLog.record(ENTRY);
    auditLog.close();
    auditLog.close();
    assert.match(readFileSync(file, 'utf8'), /^\{"audit":true\}\n\{.*"action":"POST \/session\/create".*\}\n$/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  test('goes on in the old file where a new one cannot be opened, and the log says so', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'conclave-audit-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const logs = join(folder, 'logs');
    mkdirSync(logs);
    const { logger, text } = openLog();
    const auditLog = openAuditLog({ file: join(logs, 'audit.log'), logger });
    renameSync(logs, `${logs}-moved`);
    auditLog.reopen();
    auditLog.record(ENTRY);
    await waitFor(() => text().includes('the audit log could not be written'));
    assert.match(readFileSync(join(`${logs}-moved`, 'audit.log'), 'utf8'), /"audit":true/);
    auditLog.close();
  });

  test('that cannot be written ends nothing, and the log says so', { skip: process.platform !== 'linux' }, () => {
    const { logger, text } = openLog();
    const before = statSync('/dev/full').mode;
    const auditLog = openAuditLog({ file: '/dev/full', logger });
    assert.equal(statSync('/dev/full').mode, before, 'a device is left as it is');
    auditLog.record(ENTRY);
    auditLog.record(ENTRY);
    assert.match(text(), /the audit log could not be written/);
    auditLog.close();
  });
});
