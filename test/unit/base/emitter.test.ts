import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/base/emitter.ts';

interface Events {
  joined: number;
  left: string;
}

/** Notes how many listen when that changes. */
class CountingEmitter extends Emitter<Events> {
  readonly counts: number[] = [];

  protected override onListenersChanged(): void {
    this.counts.push(this.listenerCount('joined'));
  }
}

test('an emitter learns when somebody begins and ceases to listen', () => {
  const emitter = new CountingEmitter();
  const listener = () => undefined;
  emitter.on('joined', listener).once('joined', listener).emit('joined', 1);
  emitter.off('joined', listener).on('joined', listener).off();
  assert.deepEqual(emitter.counts, [1, 2, 1, 0, 1, 0]);
});

/** Keeps what listeners throw instead of rethrowing it. */
class QuietEmitter extends Emitter<Events> {
  readonly thrown: unknown[] = [];

  protected override onListenerError(name: string, error: unknown): void {
    this.thrown.push([name, error]);
  }
}

test('listeners run at once, in the order they were added, with their context', () => {
  const emitter = new Emitter<Events>();
  const calls: unknown[] = [];
  emitter.on(
    'joined',
    function (this: unknown, count) {
      calls.push(['first', this, count]);
    },
    'context',
  );
  emitter.on('joined', (count) => calls.push(['second', count]));
  emitter.emit('joined', 7);
  assert.deepEqual(calls, [
    ['first', 'context', 7],
    ['second', 7],
  ]);
});

test('several names in one string, and a map of listeners, are listened to', () => {
  const emitter = new Emitter<Events>();
  const calls: unknown[] = [];
  emitter.on(' joined  left ', (event) => calls.push(event));
  emitter.on({ joined: (count) => calls.push(count + 1), left: (reason) => calls.push(`${reason}!`) });
  emitter.emit('joined', 1);
  emitter.emit('left', 'bye');
  assert.deepEqual(calls, [1, 2, 'bye', 'bye!']);
});

test('once is over after one event, also when the listener emits again', () => {
  const emitter = new Emitter<Events>();
  let calls = 0;
  emitter.once('joined', () => {
    calls += 1;
    emitter.emit('joined', 2);
  });
  emitter.emit('joined', 1);
  assert.equal(calls, 1);
});

test('off removes one listener, a name, one context, or everything', () => {
  const emitter = new Emitter<Events>();
  const listener = () => undefined;
  emitter.on('joined left', listener);
  emitter.on('joined', listener, 'context');
  emitter.off('joined', listener, 'context');
  assert.equal(emitter.listenerCount('joined'), 1);
  emitter.off({ joined: listener });
  assert.equal(emitter.listenerCount('joined'), 0);
  emitter.off('left');
  assert.equal(emitter.listenerCount('left'), 0);
  emitter.on('joined', listener).on('left', listener).off();
  assert.equal(emitter.listenerCount('joined') + emitter.listenerCount('left'), 0);
});

test('a listener that throws is reported and the rest still run', () => {
  const emitter = new QuietEmitter();
  const failure = new Error('of the app');
  let reached = false;
  emitter.on('joined', () => {
    throw failure;
  });
  emitter.on('joined', () => {
    reached = true;
  });
  emitter.emit('joined', 1);
  assert.ok(reached);
  assert.deepEqual(emitter.thrown, [['joined', failure]]);
});

test('a listener removed during an event still hears that event, one added does not', () => {
  const emitter = new Emitter<Events>();
  const calls: string[] = [];
  const last = () => calls.push('last');
  emitter.on('joined', () => {
    emitter.off('joined', last);
    emitter.on('joined', () => calls.push('new'));
  });
  emitter.on('joined', last);
  emitter.emit('joined', 1);
  assert.deepEqual(calls, ['last']);
});

test('something that is no function is not added', () => {
  const emitter = new Emitter<Events>();
  emitter.on('joined', undefined as never);
  assert.equal(emitter.listenerCount('joined'), 0);
});
