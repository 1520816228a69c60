import { create, setText } from './page-element.ts';

/** One column: its text follows the item, its control is made once for each row and keeps the focus. */
export interface Column<Item> {
  readonly title: string;
  /** Aligned at the end. */
  readonly numeric?: boolean;
  /** Shortened where there is no room; the whole of it stays in the page. */
  readonly id?: boolean;
  /** Its lines are not broken where there is room for a table. */
  readonly whole?: boolean;
  readonly text?: (item: Item) => string;
  readonly control?: (item: Item) => HTMLElement;
}

/** What a table shows. */
export interface TableOptions<Item> {
  /** What screen readers call it. */
  readonly caption: string;
  readonly columns: readonly Column<Item>[];
  readonly key: (item: Item) => string;
  /** Where the focus goes when the row that has it is gone. */
  readonly refuge: HTMLElement;
}

/** A table whose rows are changed, never made anew: what is focused or selected in them stays so. */
export interface Table<Item> {
  readonly element: HTMLTableElement;
  update(items: readonly Item[]): void;
}

/** Creates an empty table. Roles are written down because small screens show its cells below each other. */
export function createTable<Item>({ caption, columns, key, refuge }: TableOptions<Item>): Table<Item> {
  const heads = columns.map(({ title, numeric }) =>
    create('th', { scope: 'col', role: 'columnheader', ...(numeric && { class: 'number' }) }, title),
  );
  const head = create('thead', { role: 'rowgroup' }, create('tr', { role: 'row' }, ...heads));
  const body = create('tbody', { role: 'rowgroup' });
  const name = create('caption', { class: 'unseen' }, caption);
  const element = create('table', { role: 'table' }, name, head, body);
  const rows = new Map<string, HTMLTableRowElement>();

  const place = (items: readonly Item[]): void => {
    items.forEach((item, index) => {
      const id = key(item);
      const row = rows.get(id) ?? createRow(columns, item);
      rows.set(id, row);
      updateRow(row, columns, item);
      if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
    });
  };
  return {
    element,
    update(items) {
      const focused = document.activeElement;
      const hadFocus = body.contains(focused);
      const wanted = new Set(items.map(key));
      for (const [id, row] of rows) {
        if (wanted.has(id)) continue;
        rows.delete(id);
        row.remove();
      }
      place(items);
      if (!hadFocus || document.activeElement === focused) return;
      // A row that was moved has lost the focus on the way.
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
      else refuge.focus({ preventScroll: true });
    },
  };
}

function createRow<Item>(columns: readonly Column<Item>[], item: Item): HTMLTableRowElement {
  const cells = columns.map(({ title, numeric, id, whole, control }, index) => {
    const classes = [numeric && 'number', id && 'id', whole && 'whole'].filter(Boolean).join(' ');
    const attributes = { 'data-title': title, ...(classes !== '' && { class: classes }) };
    const content = control === undefined ? create('span', { class: 'text' }) : control(item);
    return index === 0
      ? create('th', { scope: 'row', role: 'rowheader', ...attributes }, content)
      : create('td', { role: 'cell', ...attributes }, content);
  });
  return create('tr', { role: 'row' }, ...cells);
}

function updateRow<Item>(row: HTMLTableRowElement, columns: readonly Column<Item>[], item: Item): void {
  columns.forEach(({ text }, index) => {
    const content = row.cells[index]?.firstElementChild;
    if (text !== undefined && content != null) setText(content, text(item));
  });
}
