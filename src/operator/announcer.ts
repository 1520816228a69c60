/** Says a sentence to screen readers; it does not interrupt what is being read. */
export type Announce = (sentence: string) => void;

const KEPT_LINES = 5;

/** Speaks through a live region (`role="status"`) of the page. */
export function createAnnouncer(region: HTMLElement): Announce {
  return (sentence) => {
    const line = document.createElement('p');
    line.textContent = sentence;
    region.append(line);
    while (region.childElementCount > KEPT_LINES) region.firstElementChild?.remove();
  };
}
