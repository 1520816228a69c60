import type { Tile } from './tile.ts';

const NARROW_PX = 600;
const LEAST_WIDTH_PX = 140;

/** How tiles are laid out. */
export type Layout = 'even' | 'speaker';

/** Height of the row below a large tile: at most, and as a share of the stage. */
const ROW_PX = 120;
const ROW_SHARE = 0.24;

/** The tiles, as large as the stage allows. */
export interface Grid {
  add(tile: Tile, place: 'first' | 'last'): void;
  remove(tile: Tile): void;
  /** Who is heard now: shown large while the layout has one large tile and no screen is shared. */
  hear(tile: Tile): void;
  /** All alike, or one large and the others in a row below it. A shared screen is always large. */
  setLayout(layout: Layout): void;
  close(): void;
}

/** Lays out tiles in `list`; follows its size. */
export function createGrid(list: HTMLElement): Grid {
  let layout: Layout = 'even';
  let heard: HTMLElement | undefined;
  const featured = (): HTMLElement | undefined => {
    const screen = [...list.children].findLast((tile) => tile.classList.contains('is-screen'));
    if (screen instanceof HTMLElement && list.childElementCount > 1) return screen;
    if (layout === 'even' || list.childElementCount < 2) return undefined;
    if (heard?.parentElement === list) return heard;
    // Nobody has spoken: somebody else rather than oneself.
    return list.lastElementChild instanceof HTMLElement ? list.lastElementChild : undefined;
  };
  const arrange = (): void => {
    const gap = Number.parseFloat(getComputedStyle(list).columnGap) || 0;
    const space = { width: list.clientWidth, height: list.clientHeight };
    const large = featured();
    for (const tile of list.children) tile.classList.toggle('is-large', tile === large);
    const row = large === undefined ? space.height : Math.min(ROW_PX, space.height * ROW_SHARE);
    const others = list.childElementCount - (large === undefined ? 0 : 1);
    const size = toTileSize(others, { width: space.width, height: row }, gap);
    const largeSize = fit({ width: space.width, height: space.height - row - gap }, 4 / 3, 16 / 9);
    const write = (name: string, px: number) => list.style.setProperty(name, `${px}px`);
    write('--tile-width', size.width);
    write('--tile-height', size.height);
    write('--large-width', largeSize.width);
    write('--large-height', largeSize.height);
  };
  const observer = new ResizeObserver(arrange);
  observer.observe(list);
  return {
    add({ element }, place) {
      if (place === 'first') list.prepend(element);
      else list.append(element);
      arrange();
    },
    remove({ element }) {
      element.remove();
      arrange();
    },
    hear({ element }) {
      if (element === heard) return;
      heard = element;
      if (layout === 'speaker') arrange();
    },
    setLayout(wanted) {
      layout = wanted;
      arrange();
    },
    close() {
      observer.disconnect();
      list.replaceChildren();
    },
  };
}

/** A size in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size of the largest tiles of which `count` fit into the space, `gap` px apart; narrow spaces get upright tiles. */
export function toTileSize(count: number, space: Size, gap: number): Size {
  const least = space.width < NARROW_PX ? 0.6 : 4 / 3;
  let best: Size = { width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = {
      width: (space.width - gap * (columns - 1)) / columns,
      height: (space.height - gap * (rows - 1)) / rows,
    };
    const fitted = fit(cell, least, 16 / 9);
    if (fitted.width * fitted.height > best.width * best.height) best = fitted;
  }
  if (best.width >= LEAST_WIDTH_PX) return best;
  const width = Math.min(space.width, LEAST_WIDTH_PX);
  return { width, height: Math.floor(width / (4 / 3)) };
}

/** The largest size inside `cell` whose width is `least` to `most` times its height. */
function fit({ width, height }: Size, least: number, most: number): Size {
  const fitted = { width: Math.min(width, height * most), height: Math.min(height, width / least) };
  return { width: Math.floor(Math.max(0, fitted.width)), height: Math.floor(Math.max(0, fitted.height)) };
}
