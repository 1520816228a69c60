/** One entry of a browser's report; which members it has depends on its type (W3C webrtc-stats). */
export type StatsEntry = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;

/** What is counted, 0 where the browser does not count it. */
export const toNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);
