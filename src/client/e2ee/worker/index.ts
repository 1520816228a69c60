import { Desk, type TrackStreams } from './desk.ts';

/** What this file uses of a worker; the compiler's own types for it exclude those of a page. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(
    type: 'rtctransform',
    listener: (event: { readonly transformer: TrackStreams & { readonly options: unknown } }) => void,
  ): void;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;
const desk = new Desk({ report: (report) => scope.postMessage(report) });

scope.addEventListener('message', ({ data }) => desk.receive(data));
scope.addEventListener('rtctransform', ({ transformer }) => desk.attach(transformer, transformer.options));
