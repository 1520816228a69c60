import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Answers } from '../../../../src/server/gateway/answers.ts';

const done = { ok: true, data: 1 } as const;

test('a request that comes twice gets the one answer, before and after it is there', () => {
  const answers = new Answers();
  const got: string[] = [];
  assert.equal(
    answers.begin(1, () => got.push('first')),
    true,
  );
  assert.equal(
    answers.begin(1, () => got.push('never')),
    false,
  );
  assert.equal(
    answers.repeat(1, () => got.push('second')),
    true,
  );
  answers.end(1, done);
  answers.repeat(1, () => got.push('third'));
  assert.deepEqual(got, ['second', 'third']);
  assert.equal(answers.received, 1);
});

test('an answer that has arrived is forgotten, one given after the heartbeat left is not', () => {
  const answers = new Answers();
  for (const id of [1, 2]) answers.begin(id, () => undefined);
  answers.end(1, done);
  answers.mark();
  answers.end(2, done);
  answers.confirm();
  assert.equal(answers.repeat(1, undefined), false);
  assert.equal(answers.repeat(2, undefined), true);
  answers.begin(3, undefined);
  assert.equal(answers.repeat(3, undefined), false, 'nobody waits for the answer of a one-way request');
});
