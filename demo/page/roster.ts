import type { Media, PersonRow } from './people.ts';
import { toPerson } from './person.ts';
import type { Connection, Stream } from './sdk.ts';

/** Who is in the call and what they publish, as the session's events tell. */
export class Roster {
  readonly #connections = new Map<string, Connection>();
  readonly #streams = new Map<string, Stream>();

  add(connection: Connection): void {
    this.#connections.set(connection.connectionId, connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection.connectionId);
  }

  publish(stream: Stream): void {
    this.#streams.set(stream.streamId, stream);
  }

  unpublish(stream: Stream): void {
    this.#streams.delete(stream.streamId);
  }

  get size(): number {
    return this.#connections.size;
  }

  nameOf(connection: Connection | null): string {
    return connection === null ? 'Server' : toPerson(connection).name;
  }

  /** Everyone, the longest there first; `watching`: ids of those the server counts as not publishing. */
  rows(own: { id: string | undefined; media: Media }, watching: ReadonlySet<string>): PersonRow[] {
    const people = [...this.#connections.values()].sort((a, b) => a.creationTime - b.creationTime);
    return people.map((connection) => {
      const id = connection.connectionId;
      const { name, host } = toPerson(connection);
      const tags = [...(id === own.id ? ['You'] : []), ...(host ? ['Host'] : [])];
      if (watching.has(id)) return { id, name, tags };
      return { id, name, tags, media: id === own.id ? own.media : this.#mediaOf(id) };
    });
  }

  #mediaOf(connectionId: string): Media {
    const streams = [...this.#streams.values()].filter(({ connection }) => connection.connectionId === connectionId);
    return { audio: streams.some(({ hasAudio }) => hasAudio), video: streams.some(({ hasVideo }) => hasVideo) };
  }
}
