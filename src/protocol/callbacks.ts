import Type from 'typebox';
import { LIMITS } from './limits.ts';

/** What a back end can ask to be told of: OpenTok's groups with their events, and `alert`, which is ours. */
export const CALLBACK_EVENTS = {
  session: ['created', 'destroyed', 'notification'],
  connection: ['created', 'destroyed'],
  stream: ['created', 'destroyed'],
  archive: ['status'],
  alert: ['notPublishing', 'streamWithoutMedia', 'sessionFull', 'connectionRefused', 'encryptionTooWeak', 'workerLost'],
} as const;

/** A group of events. */
export type CallbackGroup = keyof typeof CALLBACK_EVENTS;
/** An alert by its name. */
export type AlertName = (typeof CALLBACK_EVENTS)['alert'][number];

/** Alerts about something that has not happened for a while, and how long that is when nobody says it, in seconds. */
export const WAITING_ALERTS: Readonly<Partial<Record<string, number>>> = { notPublishing: 30, streamWithoutMedia: 10 };

/** Whether a group has this event. */
export function isCallbackEvent(group: string, event: string): boolean {
  const events: readonly string[] = Object.hasOwn(CALLBACK_EVENTS, group)
    ? CALLBACK_EVENTS[group as CallbackGroup]
    : [];
  return events.includes(event);
}

/** Where deliveries can be sent: http or https, and no name and password in it, which lists would show; nor control characters. */
const CALLBACK_URL = '^https?://[^/?#@\\s\\u0000-\\u001f]+([/?#][^\\s\\u0000-\\u001f]*)?$';

/** Body of `POST .../callback`; `secret` and `afterSeconds` are ours. */
export const CallbackBody = Type.Object({
  group: Type.String({ maxLength: 32 }),
  event: Type.String({ maxLength: 32 }),
  url: Type.String({ pattern: CALLBACK_URL, maxLength: LIMITS.callbackUrl }),
  /** What deliveries are signed with; absent: one is made. */
  secret: Type.Optional(Type.String({ minLength: 32, maxLength: 256 })),
  /** For the alerts that wait: how long. */
  afterSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3600 })),
});
/** Body of `POST .../callback`. */
export type CallbackBody = Type.Static<typeof CallbackBody>;

/** A callback in the settings. */
export const CallbackSetting = Type.Object(
  {
    ...CallbackBody.properties,
    projectId: Type.String({ minLength: 1, maxLength: LIMITS.projectId }),
    secret: Type.String({ minLength: 32, maxLength: 256 }),
  },
  { additionalProperties: false },
);
/** A callback in the settings. */
export type CallbackSetting = Type.Static<typeof CallbackSetting>;
