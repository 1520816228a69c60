import { Emitter } from '../../base/emitter.ts';
import type { WidgetStyle } from '../widgets/style.ts';
import { grabPicture } from '../widgets/video.ts';
import type { SubscriberEvents } from './events.ts';
import type { View } from './view.ts';

/** The members of a subscriber that concern what its page shows and plays; `Self` is the Subscriber class. */
export abstract class Presentation<Self> extends Emitter<SubscriberEvents<Self>> {
  /** @internal */
  protected abstract readonly view: View;

  /** @internal Takes a line for the console. */
  protected abstract warn(line: string): void;

  /** 0 to 100. */
  getAudioVolume(): number {
    return this.view.volume;
  }

  /** Whether the browser refuses to play sound before the user has touched the page. */
  isAudioBlocked(): boolean {
    return this.view.blocked;
  }

  /** @internal Plays blocked sound; call in a user gesture. */
  async unblockAudio(): Promise<void> {
    await this.view.unblock();
  }

  /** Pixels of the picture as it is received; undefined while unknown. */
  videoWidth(): number | undefined {
    return this.view.video.videoWidth || undefined;
  }

  /** Pixels of the picture as it is received; undefined while unknown. */
  videoHeight(): number | undefined {
    return this.view.video.videoHeight || undefined;
  }

  /** The picture as base64 PNG without the `data:` prefix; null while there is none. */
  getImgData(): string | null {
    return grabPicture(this.view.video);
  }

  /** Changes how the default UI looks; what is no style is ignored with a warning, as is all without controls. */
  setStyle<Key extends keyof WidgetStyle>(key: Key, value: WidgetStyle[Key]): this;
  setStyle(style: Partial<WidgetStyle>): this;
  setStyle(key: string | object, value?: unknown): this {
    const ignored = this.view.look.set(typeof key === 'string' ? { [key]: value } : key);
    if (ignored.length > 0) this.warn(`setStyle: ignored: ${ignored.join(', ')}`);
    this.onListenersChanged();
    return this;
  }

  /** How the default UI looks: all of it, or one part. */
  getStyle(): WidgetStyle;
  getStyle<Key extends keyof WidgetStyle>(key: Key): WidgetStyle[Key];
  getStyle(key?: keyof WidgetStyle): unknown {
    return key === undefined ? { ...this.view.look.style } : this.view.look.style[key];
  }
}
