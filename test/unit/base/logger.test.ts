import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Logger } from '../../../src/base/logger.ts';

test('lines above the level are not written', () => {
  const lines: string[] = [];
  for (const level of ['error', 'warn', 'info', 'debug'] as const) {
    mock.method(console, level, (line: string) => lines.push(`${level} ${line}`));
  }
  const logger = new Logger();
  logger.log('warn', 'a');
  logger.log('info', 'b');
  logger.level = 0;
  logger.log('error', 'c');
  logger.level = 3;
  logger.log('info', 'd');
  mock.restoreAll();
  assert.deepEqual(lines, ['warn Conclave: a', 'info Conclave: d']);
});
