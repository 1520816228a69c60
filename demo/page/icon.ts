/** Names of the drawings in icons.svg. */
export type IconName = 'mic' | 'mic-off' | 'camera' | 'camera-off' | 'screen' | 'screen-off' | 'lock';

const SVG = 'http://www.w3.org/2000/svg';

/** A decorative drawing from the sprite; the text beside it says what it means. */
export function createIcon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `icons.svg#${name}`);
  svg.append(use);
  return svg;
}
