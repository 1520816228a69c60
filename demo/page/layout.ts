import type { Announce } from './announcer.ts';
import type { Grid } from './grid.ts';
import { pageElement } from './page-element.ts';

/** Lets the button change between tiles that are all alike and one that is large. Ends with `signal`. */
export function openLayout(grid: Grid, announce: Announce, signal: AbortSignal): void {
  const button = pageElement('layout', HTMLButtonElement);
  let speaker = false;
  const draw = (): void => {
    button.setAttribute('aria-pressed', String(speaker));
    grid.setLayout(speaker ? 'speaker' : 'even');
  };
  button.addEventListener(
    'click',
    () => {
      speaker = !speaker;
      draw();
      announce(speaker ? 'Who speaks is shown large.' : 'All videos are shown alike.');
    },
    { signal },
  );
  draw();
}
