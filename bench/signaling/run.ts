import { measureGrowth } from './growth.ts';
import { measureLoad } from './load.ts';
import { openProbe } from './probe.ts';
import { renderSignaling } from './report.ts';

/** Measures what the signaling of many costs; returns the results as Markdown. */
export async function runSignaling(connections: number, profileFolder?: string): Promise<string> {
  const probe = await openProbe(profileFolder);
  try {
    const load = await measureLoad(probe, connections);
    return renderSignaling(load, await measureGrowth(probe));
  } finally {
    await probe.close();
  }
}
