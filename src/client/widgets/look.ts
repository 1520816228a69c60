import { DEFAULT_STYLE, parseStyle, type WidgetStyle } from './style.ts';
import type { Widget } from './widget.ts';

/** What of the options of a publisher or subscriber concerns the look. */
export interface LookOptions {
  readonly insertDefaultUI?: boolean;
  readonly showControls?: boolean;
  readonly style?: Partial<WidgetStyle>;
}

/** How a widget looks: what the app wished, from before the widget is there. */
export class Look {
  readonly #options: LookOptions;
  #widget: Widget | undefined;
  #style: WidgetStyle;

  constructor(options: LookOptions) {
    this.#options = options;
    this.#style = { ...DEFAULT_STYLE, ...parseStyle(options.style ?? {}).style };
  }

  get style(): WidgetStyle {
    return this.#style;
  }

  /** Gives the widget its look, now and whenever it changes. */
  dress(widget: Widget): void {
    this.#widget = widget;
    widget.setStyle(this.#style);
  }

  /** Changes the look; returns what of it was ignored. */
  set(wishes: object): string[] {
    if (this.#options.showControls === false) return Object.keys(wishes);
    const { style, ignored } = parseStyle(wishes);
    this.#style = { ...this.#style, ...style };
    this.#widget?.setStyle(this.#style);
    return ignored;
  }

  /** Whether the level meter can be seen. */
  showsLevel(pictureVisible: boolean): boolean {
    const { insertDefaultUI, showControls } = this.#options;
    if (insertDefaultUI === false || showControls === false) return false;
    const mode = this.#style.audioLevelDisplayMode;
    return mode === 'on' || (mode === 'auto' && !pictureVisible);
  }
}
