import { create, setText } from './page-element.ts';

/** Walks through a list by pages; absent from the page while one is enough. */
export interface Pager {
  readonly element: HTMLElement;
  /** Where the page shown begins. */
  readonly offset: number;
  readonly count: number;
  /** Back to the first page. */
  reset(): void;
  /** Takes how many there are in all; false when the page shown has become empty and another was chosen. */
  update(total: number): boolean;
}

/** Creates the buttons of a list; `label` says of which. */
export function createPager(label: string, count: number, onChange: () => void): Pager {
  let [offset, total] = [0, 0];
  const previous = create('button', { type: 'button', class: 'secondary' }, 'Previous');
  const next = create('button', { type: 'button', class: 'secondary' }, 'Next');
  const where = create('span', { class: 'hint' });
  const element = create('nav', { class: 'pager', 'aria-label': label }, previous, where, next);
  element.hidden = true;
  const turn = (step: number): void => {
    offset = Math.max(0, offset + step * count);
    onChange();
  };
  // A button that has been disabled would lose the focus, so it says that it does nothing and stays.
  const set = (button: HTMLButtonElement, possible: boolean): void => {
    button.setAttribute('aria-disabled', String(!possible));
  };
  previous.addEventListener('click', () => offset > 0 && turn(-1));
  next.addEventListener('click', () => offset + count < total && turn(1));
  return {
    element,
    count,
    get offset() {
      return offset;
    },
    reset() {
      offset = 0;
    },
    update(all) {
      total = all;
      element.hidden = total <= count;
      set(previous, offset > 0);
      set(next, offset + count < total);
      setText(where, `${offset + 1} to ${Math.min(total, offset + count)} of ${total}`);
      if (offset === 0 || offset < total) return true;
      offset = Math.floor(Math.max(0, total - 1) / count) * count;
      return false;
    },
  };
}
