import Type, { type TSchema } from 'typebox';
import { CALLBACK_EVENTS } from './callbacks.ts';
import { Uuid } from './model.ts';

/** A word of a list; with its type, which readers of the document and the writer of answers look for. */
const Word = (words: readonly string[], description?: string) =>
  Type.String({ enum: [...words], ...(description !== undefined && { description }) });
const Count = Type.Integer({ minimum: 0 });
const Time = Type.Integer({ minimum: 0, description: 'Milliseconds since the epoch.' });
const list = <Item extends TSchema>(item: Item, description: string) =>
  Type.Object({ count: Count, items: Type.Array(item) }, { description });

/** Which project an answer is about: OpenTok's SDKs and Vonage's look for different fields. */
const Owner = {
  projectId: Type.Optional(Type.String({ description: 'The API key; absent for an application.' })),
  applicationId: Type.Optional(Type.String({ description: 'The application id; absent for an API key.' })),
};

const MemberCounts = {
  connections: Count,
  publishers: Count,
  subscribers: Count,
  subscribingOnly: Count,
};

/** JSON answer of `POST /session/create`. */
export const SessionCreateAnswer = Type.Array(
  Type.Object({
    session_id: Type.String(),
    project_id: Type.String(),
    partner_id: Type.String(),
    application_id: Type.Optional(Type.String({ description: 'For applications: the same once more.' })),
    create_dt: Type.String(),
    media_server_url: Type.String(),
  }),
  { minItems: 1, maxItems: 1, description: 'The new session.' },
);

/** The form of that answer that OpenTok's older SDKs read. */
export const SessionCreateXml = Type.String({
  description: 'The same as XML: `<sessions><Session><session_id>...</session_id>...</Session></sessions>`.',
});

/** A session: how it was created, and how many are in it now. */
export const SessionAnswer = Type.Object(
  {
    sessionId: Type.String(),
    createdAt: Time,
    mediaMode: Word(['routed', 'relayed']),
    archiveMode: Word(['manual', 'always']),
    e2ee: Type.Boolean(),
    minimumEncryption: Type.Optional(Word(['aes-128', 'aes-256'])),
    maxConnections: Type.Optional(Count),
    zone: Type.Optional(Type.String()),
    open: Type.Boolean({ description: 'Whether somebody is in it.' }),
    counts: Type.Object(MemberCounts),
  },
  { description: 'The session.' },
);
/** The project's sessions. */
export const SessionListAnswer = list(
  SessionAnswer,
  'Sessions of the page asked for, newest first; `count` is how many there are in all.',
);

/** A published stream. */
export const StreamAnswer = Type.Object(
  {
    id: Uuid,
    videoType: Type.Optional(Word(['camera', 'screen', 'custom'], 'Absent for a stream without video.')),
    name: Type.String(),
    layoutClassList: Type.Array(Type.String()),
  },
  { description: 'The stream.' },
);
/** The streams of a session. */
export const StreamListAnswer = list(StreamAnswer, 'The streams.');

/** The connections of a session. */
export const ConnectionListAnswer = Type.Object(
  {
    count: Count,
    ...Owner,
    sessionId: Type.String(),
    items: Type.Array(
      Type.Object({
        connectionId: Uuid,
        connectionState: Word(['Connecting', 'Connected'], '`Connecting` while it is away and expected back.'),
        createdAt: Time,
        publishes: Type.Array(Uuid, { description: 'Ids of its streams.' }),
        subscribesTo: Type.Array(Uuid, { description: 'Ids of the streams it receives.' }),
      }),
    ),
  },
  { description: 'Who is connected.' },
);

/** How many do what in a session. */
export const CountsAnswer = Type.Object(
  { ...MemberCounts, streams: Type.Array(Type.Object({ id: Uuid, subscribers: Count })) },
  { description: 'How many clients do what; `publishers` and `subscribers` count connections, not streams.' },
);

/** What mutes answer. */
export const ProjectAnswer = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'The API key; absent for an application.' })),
    applicationId: Owner.applicationId,
    name: Type.String(),
    status: Word(['ACTIVE']),
    environment: Word(['standard']),
    createdAt: Time,
  },
  { description: 'The project.' },
);

const callback = {
  id: Uuid,
  group: Word(Object.keys(CALLBACK_EVENTS)),
  event: Type.String(),
  url: Type.String(),
  afterSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
  createdAt: Time,
  updatedAt: Time,
  configured: Type.Boolean({ description: 'Whether it is in the settings of the server.' }),
};
/** A callback that has just been registered. */
export const CallbackAnswer = Type.Object(
  { ...callback, secret: Type.String({ description: 'What deliveries are signed with; told this once.' }) },
  { description: 'The callback, with its secret.' },
);
/** The callbacks of a project. */
export const CallbackListAnswer = Type.Array(Type.Object(callback), { description: 'The callbacks.' });

/** The list of something this version does not make. */
export const EmptyListAnswer = Type.Object(
  { count: Type.Integer({ minimum: 0, maximum: 0 }), items: Type.Array(Type.Unknown(), { maxItems: 0 }) },
  { description: 'An empty list.' },
);
