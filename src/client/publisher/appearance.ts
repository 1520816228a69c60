import { Emitter } from '../../base/emitter.ts';
import { DEFAULT_STYLE, type WidgetStyle } from '../widgets/style.ts';
import { grabPicture } from '../widgets/video.ts';
import type { PublisherEvents } from './events.ts';
import type { LocalMedia } from './local-media.ts';

/** The members of a publisher that concern what its own page shows; `Self` is the Publisher class. */
export abstract class Appearance<Self> extends Emitter<PublisherEvents<Self>> {
  /** @internal Undefined before the capture starts. */
  protected abstract get picture(): LocalMedia | undefined;

  /** @internal Takes a line for the console. */
  protected abstract warn(line: string): void;

  /** Pixels; what was asked for until the real size is known. */
  videoWidth(): number | undefined {
    return this.picture?.size.width;
  }

  /** Pixels; what was asked for until the real size is known. */
  videoHeight(): number | undefined {
    return this.picture?.size.height;
  }

  /** The picture as base64 PNG without the `data:` prefix; null while there is none. */
  getImgData(): string | null {
    return this.picture === undefined ? null : grabPicture(this.picture.preview.video);
  }

  /** Changes how the default UI looks; what is no style is ignored with a warning, as is all without controls. */
  setStyle<Key extends keyof WidgetStyle>(key: Key, value: WidgetStyle[Key]): this;
  setStyle(style: Partial<WidgetStyle>): this;
  setStyle(key: string | object, value?: unknown): this {
    const ignored = this.picture?.setStyle(typeof key === 'string' ? { [key]: value } : key) ?? [];
    if (ignored.length > 0) this.warn(`setStyle: ignored: ${ignored.join(', ')}`);
    return this;
  }

  /** How the default UI looks: all of it, or one part. */
  getStyle(): WidgetStyle;
  getStyle<Key extends keyof WidgetStyle>(key: Key): WidgetStyle[Key];
  getStyle(key?: keyof WidgetStyle): unknown {
    const style = this.picture?.preview.look.style ?? DEFAULT_STYLE;
    return key === undefined ? { ...style } : style[key];
  }

  protected override onListenersChanged(): void {
    this.picture?.level.setListened(this.listenerCount('audioLevelUpdated') > 0);
  }
}
