import uPlot from 'uplot';
import type { Sample } from './measured.ts';
import type { StreamGraphs } from './quality-panel.ts';

/** A bundle of its own: the page loads it with the first look at the numbers. */

const KEPT_SAMPLES = 60;
const [WIDTH_PX, HEIGHT_PX] = [300, 84];

const KINDS: readonly { readonly name: keyof Sample; readonly title: string; readonly unit: string }[] = [
  { name: 'bitrate', title: 'Bitrate', unit: 'kbit/s' },
  { name: 'loss', title: 'Packets lost', unit: '%' },
  { name: 'roundTrip', title: 'Round trip', unit: 'ms' },
  { name: 'frameRate', title: 'Frame rate', unit: 'fps' },
];

function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

/** A colour of the page's, as it is now. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function toOptions(): uPlot.Options {
  const axis = {
    stroke: () => colour('--soft'),
    grid: { stroke: () => colour('--line'), width: 1 },
    font: '11px system-ui',
  };
  return {
    width: WIDTH_PX,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.15)] } },
    axes: [
      { ...axis, show: false },
      {
        ...axis,
        size: 48,
        values: (_plot, numbers) =>
          numbers.map((number) => String(number < 10 ? Math.round(number * 10) / 10 : Math.round(number))),
        ticks: { show: false },
        splits: (_plot, _axis, least, most) => [least, most / 2, most],
      },
    ],
    series: [{}, { stroke: () => colour('--accent'), width: 2, points: { show: false } }],
  };
}

/** One graph with its value in words, for those who don't see it. */
function createGraph({ title, unit }: (typeof KINDS)[number]) {
  const value = create('b', 'graph-value', '–');
  const plotted = create('div', 'graph-plot');
  plotted.setAttribute('aria-hidden', 'true');
  const element = create('div', 'graph', create('p', 'graph-title', title, ' ', value), plotted);
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  const plot = new uPlot(toOptions(), [xs, ys], plotted);
  let count = 0;
  return {
    element,
    add(number: number) {
      xs.push(count);
      ys.push(Number.isNaN(number) ? null : number);
      count += 1;
      if (xs.length > KEPT_SAMPLES) {
        xs.shift();
        ys.shift();
      }
      const rounded = Math.round(number * 10) / 10;
      value.textContent = Number.isNaN(number) ? '–' : `${rounded} ${unit}`;
      plot.setData([xs, ys]);
    },
    close: () => plot.destroy(),
  };
}

/** Graphs of one stream: the last minute of each number. */
export function createGraphs(name: string): StreamGraphs {
  const graphs = KINDS.map((kind) => ({ name: kind.name, ...createGraph(kind) }));
  const element = create('section', 'stream-graphs', create('h3', '', name), ...graphs.map((graph) => graph.element));
  return {
    element,
    add(sample) {
      for (const graph of graphs) graph.add(sample[graph.name]);
    },
    close() {
      for (const graph of graphs) graph.close();
      element.remove();
    },
  };
}
