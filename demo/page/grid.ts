import type { Tile } from './tile.ts';

const NARROW_PX = 600;
const LEAST_WIDTH_PX = 140;

/** The tiles, as large as the stage allows. */
export interface Grid {
  add(tile: Tile, place: 'first' | 'last'): void;
  remove(tile: Tile): void;
  close(): void;
}

/** Lays out tiles in `list`; follows its size. */
export function createGrid(list: HTMLElement): Grid {
  const arrange = (): void => {
    const gap = Number.parseFloat(getComputedStyle(list).columnGap) || 0;
    const space = { width: list.clientWidth, height: list.clientHeight };
    const { width, height } = toTileSize(list.childElementCount, space, gap);
    list.style.setProperty('--tile-width', `${width}px`);
    list.style.setProperty('--tile-height', `${height}px`);
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
