import uPlot from 'uplot';
import type { Sample } from '../protocol/operator.ts';
import { create, setText } from './page-element.ts';

const HEIGHT_PX = 110;
const LABEL_PX = 52;
const SECOND_MS = 1000;
const NOTHING: uPlot.AlignedData = [[], []];

/** One of the counts that are drawn. */
export type CountName = Exclude<keyof Sample, 'at'>;

/** One count over time. */
export interface CountGraph {
  readonly element: HTMLElement;
  /** Draws the samples between two times (ms), the newest of which is now. */
  draw(samples: readonly Sample[], range: { from: number; to: number; words: string }): void;
}

/** A colour of the page's, as it is now. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const toTime = (seconds: number): string =>
  new Date(seconds * SECOND_MS).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Times below their lines; one at an edge would be cut off. */
function toTimes(plot: uPlot, times: number[]): string[] {
  const width = plot.bbox.width / devicePixelRatio;
  return times.map((time) => {
    const x = plot.valToPos(time, 'x');
    return x < LABEL_PX / 2 || x > width - LABEL_PX / 2 ? '' : toTime(time);
  });
}

function toOptions(width: number, range: () => [number, number]): uPlot.Options {
  const axis = {
    stroke: () => colour('--soft'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui',
  };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    width,
    height: HEIGHT_PX,
    padding: [6, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, range },
      y: { range: (_plot, _least, most) => [0, Math.max(2, Math.ceil(most * 1.1))] },
    },
    axes: [
      { ...axis, size: 22, gap: 2, space: 70, values: toTimes },
      {
        ...axis,
        size: 36,
        gap: 4,
        space: 24,
        values: (_plot, counts) => counts.map((count) => (Number.isInteger(count) ? String(count) : '')),
      },
    ],
    series: [
      {},
      {
        stroke: () => colour('--accent'),
        fill: () => colour('--accent-wash'),
        width: 2,
        points: { show: false },
        ...(stepped !== undefined && { paths: stepped }),
      },
    ],
  };
}

/** Creates the graph of one count, with the count itself and the same in words for those who don't see it. */
export function createCountGraph(name: CountName, title: string): CountGraph {
  const value = create('b', { class: 'count' }, '–');
  const words = create('p', { class: 'unseen' });
  const plotted = create('div', { class: 'plot', 'aria-hidden': 'true' });
  const element = create(
    'section',
    { class: 'graph', 'aria-label': title },
    create('h2', {}, title),
    value,
    words,
    plotted,
  );
  let shown: [number, number] = [0, 1];
  let plot: uPlot | undefined;
  let data: uPlot.AlignedData = NOTHING;
  const fit = (): void => {
    const width = Math.floor(plotted.clientWidth);
    if (width === 0) return;
    if (plot === undefined)
      plot = new uPlot(
        toOptions(width, () => shown),
        data,
        plotted,
      );
    else if (plot.width !== width) plot.setSize({ width, height: HEIGHT_PX });
  };
  new ResizeObserver(fit).observe(plotted);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot?.redraw());
  return {
    element,
    draw(samples, { from, to, words: period }) {
      const counts = samples.map((sample) => sample[name]);
      const now = counts.at(-1) ?? 0;
      shown = [from / SECOND_MS, to / SECOND_MS];
      data = [samples.map(({ at }) => at / SECOND_MS), counts];
      element.dataset.points = String(samples.length);
      setText(value, String(now));
      setText(words, `${period}: at least ${Math.min(...counts)}, at most ${Math.max(...counts)}.`);
      fit();
      plot?.setData(data);
    },
  };
}
