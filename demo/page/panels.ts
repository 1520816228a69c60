import { pageElement, part } from './page-element.ts';

const NAMES = ['people', 'chat', 'quality'] as const;

/** The side panels of the call. */
export type PanelName = (typeof NAMES)[number];

/** Lets the toolbar's buttons open one panel at a time; Escape closes it and gives the focus back. Ends with `signal`. */
export function openPanels(
  on: { opened(name: PanelName): void; closed(name: PanelName): void },
  signal: AbortSignal,
): { isOpen(name: PanelName): boolean } {
  const panel = (name: PanelName) => pageElement(name, HTMLElement);
  const opener = (name: PanelName) => pageElement(`open-${name}`, HTMLButtonElement);
  const set = (name: PanelName, open: boolean): void => {
    if (!open && !panel(name).hidden) on.closed(name);
    panel(name).hidden = !open;
    opener(name).setAttribute('aria-expanded', String(open));
  };
  const close = (name: PanelName): void => {
    set(name, false);
    opener(name).focus();
  };
  for (const name of NAMES) {
    set(name, false);
    opener(name).addEventListener(
      'click',
      () => {
        if (!panel(name).hidden) return close(name);
        for (const other of NAMES) set(other, other === name);
        const first = panel(name).querySelector<HTMLElement>('input') ?? pageElement(`${name}-title`, HTMLElement);
        first.focus();
        on.opened(name);
      },
      { signal },
    );
    part(panel(name), '[data-close]', HTMLButtonElement).addEventListener('click', () => close(name), { signal });
    panel(name).addEventListener('keydown', (event) => event.key === 'Escape' && close(name), { signal });
  }
  return { isOpen: (name) => !panel(name).hidden };
}
