const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a 24 x 24 grid. */
const SHAPES = {
  microphone:
    'M12 15a4 4 0 0 0 4-4V6a4 4 0 0 0-8 0v5a4 4 0 0 0 4 4Zm7-4h-2a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.9V21h2v-3.1A7 7 0 0 0 19 11Z',
  speaker: 'M4 9v6h4l5 4V5L8 9H4Zm11-.5v7a4 4 0 0 0 0-7Zm0-4v2a6 6 0 0 1 0 11v2a8 8 0 0 0 0-15Z',
  cameraOff:
    'M3.3 2 2 3.3 6 7H4.5A1.5 1.5 0 0 0 3 8.5v7A1.5 1.5 0 0 0 4.5 17h10c.4 0 .8-.2 1-.4l5.2 5.1 1.3-1.3L3.3 2ZM16 12.7V8.5A1.5 1.5 0 0 0 14.5 7h-4.2L21 17.5v-10l-5 4v1.2Z',
  person: 'M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm0 2c-5 0-9 2.5-9 6v2h18v-2c0-3.5-4-6-9-6Z',
} as const;

/** A line across an icon, shown while its button is active. */
const SLASH = 'M3.5 2 2 3.5 20.5 22l1.5-1.5L3.5 2Z';

function createShape(d: string, className?: string): SVGElement {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', d);
  path.setAttribute('fill', 'currentColor');
  if (className !== undefined) path.setAttribute('class', className);
  return path;
}

function createCanvas(...children: SVGElement[]): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(...children);
  return svg;
}

/** A decorative icon; `slashed` adds a line across it that the style sheet shows and hides. */
export function createIcon(name: keyof typeof SHAPES, slashed = false): SVGElement {
  return createCanvas(createShape(SHAPES[name]), ...(slashed ? [createShape(SLASH, 'OT_slash')] : []));
}

/** One or two letters in a circle. */
export function createInitials(initials: string): SVGElement {
  const circle = document.createElementNS(SVG, 'circle');
  const text = document.createElementNS(SVG, 'text');
  const attributes = { x: '12', y: '12', 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': '10' };
  for (const [name, value] of Object.entries({ cx: '12', cy: '12', r: '11.8', fill: '#5566aa' })) {
    circle.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries({ ...attributes, fill: '#fff' })) text.setAttribute(name, value);
  text.textContent = initials;
  return createCanvas(circle, text);
}
