/** How busy the machine is, in the words of the Compute Pressure API. */
export type CpuPerformanceState = 'nominal' | 'fair' | 'serious' | 'critical';

/** What browsers with the Compute Pressure API (W3C) have. */
interface PressureBrowser {
  readonly PressureObserver?: new (
    tell: (records: readonly { readonly state: CpuPerformanceState }[]) => void,
  ) => { observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>; disconnect(): void };
}

const SAMPLE_INTERVAL_MS = 2_000;

/** Watches how busy the machine is, where the browser tells; returns what ends that. */
export function watchCpuPressure(tell: (state: CpuPerformanceState) => void): () => void {
  const { PressureObserver } = globalThis as PressureBrowser;
  if (PressureObserver === undefined) return () => undefined;
  let last: CpuPerformanceState | undefined;
  const observer = new PressureObserver((records) => {
    const state = records.at(-1)?.state;
    if (state === undefined || state === last) return;
    last = state;
    tell(state);
  });
  // A page may be forbidden to look: then nothing is told.
  observer.observe('cpu', { sampleInterval: SAMPLE_INTERVAL_MS }).catch(() => undefined);
  return () => observer.disconnect();
}
