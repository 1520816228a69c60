/** One entry of a browser's report; which members it has depends on its type (W3C webrtc-stats). */
export type StatsEntry = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;
