import type { ProjectRecord, SessionRecord } from '../store-ports.ts';

/** The JSON answer of session creation: a list with one object. Its type must be sent without a charset: one SDK compares the whole header. */
export function toSessionJson(session: SessionRecord, { kind }: Pick<ProjectRecord, 'kind'>): Buffer {
  const answer = {
    session_id: session.id,
    project_id: session.projectId,
    partner_id: session.projectId,
    ...(kind === 'application' && { application_id: session.projectId }),
    create_dt: toCreateDate(session.createdAt),
    media_server_url: '',
  };
  return Buffer.from(JSON.stringify([answer]));
}

/** The XML answer, the only form three SDKs read. Every value is ours and needs no escaping. */
export function toSessionXml(session: SessionRecord): string {
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<sessions><Session>',
    `<session_id>${session.id}</session_id>`,
    `<partner_id>${session.projectId}</partner_id>`,
    `<create_dt>${toCreateDate(session.createdAt)}</create_dt>`,
    '</Session></sessions>',
  ].join('');
}

/** Such as `Tue Jan 03 01:07:58 UTC 2023`. */
function toCreateDate(createdAt: number): string {
  const [weekday = '', day, month, year, time] = new Date(createdAt).toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${day} ${time} UTC ${year}`;
}
