import { pageElement } from './page-element.ts';
import type { SessionCounts } from './sdk.ts';

/** Shows the server's counts of the session. */
export function showCounts(counts: SessionCounts): void {
  const write = (id: string, count: number): void => {
    pageElement(id, HTMLElement).textContent = String(count);
  };
  write('count-connections', counts.connections);
  write('count-publishers', counts.publishers);
  write('count-watching', Math.max(0, counts.connections - counts.publishers));
  const { subscribers, subscribingOnly } = counts;
  pageElement('receiving', HTMLElement).textContent =
    `${subscribers} receive somebody's video, ${subscribingOnly} of them without sending.`;
}
