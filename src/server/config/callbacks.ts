import Ajv from 'ajv';
import Type from 'typebox';
import { CallbackSetting, isCallbackEvent } from '../../protocol/callbacks.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { choice, integer, json } from './setting.ts';

const ajv = new Ajv({ strict: false });
const acceptsCallbacks = ajv.compile<readonly CallbackSetting[]>(
  Type.Array(CallbackSetting, { maxItems: LIMITS.callbacks }),
);

/** What tells callbacks of the settings apart: two that are alike in this are one. */
export function toCallbackKey({ projectId, group, event, url }: CallbackSetting): string {
  return JSON.stringify([projectId, group, event, url]);
}

function isCallbacks(value: unknown): value is readonly CallbackSetting[] {
  return (
    acceptsCallbacks(value) &&
    new Set(value.map(toCallbackKey)).size === value.length &&
    value.every(({ group, event, url }) => isCallbackEvent(group, event) && URL.canParse(url))
  );
}

/** Settings of what back ends are told. */
export const callbacks = {
  callbacks: json<readonly CallbackSetting[]>(
    {
      env: 'CONCLAVE_CALLBACKS',
      expected:
        'a JSON list of {"projectId", "group", "event", "url", "secret": "<at least 32 characters>", "afterSeconds"?} with known groups and events, each once',
      help: 'Callbacks that are always registered, beside those a back end registers over REST.',
      example:
        '[{"projectId":"481516234","group":"session","event":"created","url":"https://app.example.com/events","secret":"<at least 32 characters>"}]',
      defaultValue: [],
      defaultText: 'none',
      secret: true,
    },
    isCallbacks,
  ),
  callbackPrivate: choice(
    {
      env: 'CONCLAVE_CALLBACK_PRIVATE',
      help: 'Whether callbacks may go to private addresses (your own network, this machine): on or off.',
      example: 'on',
      defaultValue: 'off',
    },
    ['off', 'on'],
  ),
  callbackBacklog: integer(
    {
      env: 'CONCLAVE_CALLBACK_BACKLOG',
      help: 'Callbacks that may wait for their receivers; what comes then is lost, and the numbers show the gap.',
      example: '1000000',
      defaultValue: 100_000,
    },
    1,
    100_000_000,
  ),
};
