/** A size in device pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** A size has to last this long before it counts: what is dragged or animated passes through many. */
const DEBOUNCE_MS = 250;

/** An element's size in device pixels. */
export function measure(element: HTMLElement): PixelSize {
  const ratio = globalThis.devicePixelRatio || 1;
  return {
    width: Math.round(element.clientWidth * ratio),
    height: Math.round(element.clientHeight * ratio),
  };
}

/**
 * Tells how big an element is seen, in device pixels, and null while nobody sees it: scrolled away, not displayed, or on a
 * page in the background. Returns what stops it.
 */
export function watchVisibleSize(element: HTMLElement, tell: (size: PixelSize | null) => void): () => void {
  const closing = new AbortController();
  const { signal } = closing;
  let intersecting = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settled = () => {
    const size = measure(element);
    const floating = document.pictureInPictureElement;
    const inOwnWindow = floating != null && element.contains(floating);
    const seen = inOwnWindow || (!document.hidden && intersecting && size.width * size.height > 0);
    tell(seen ? size : null);
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(settled, DEBOUNCE_MS);
  };
  const sizes = new ResizeObserver(changed);
  const crossings = new IntersectionObserver((entries) => {
    intersecting = entries.at(-1)?.isIntersecting ?? intersecting;
    changed();
  });
  sizes.observe(element);
  crossings.observe(element);
  document.addEventListener('visibilitychange', changed, { signal });
  // Another zoom, or a window moved to another screen.
  globalThis.addEventListener('resize', changed, { signal });
  for (const name of ['enterpictureinpicture', 'leavepictureinpicture'])
    element.addEventListener(name, changed, { signal, capture: true });
  return () => {
    closing.abort();
    clearTimeout(timer);
    sizes.disconnect();
    crossings.disconnect();
  };
}
