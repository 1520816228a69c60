import { createError } from '../errors/catalogue.ts';
import { mediaDevices } from './list.ts';

/** A loudspeaker or headset; `label` is empty until the user has granted access to devices. */
export interface AudioOutputDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** What is played on now; null for both: the system's default. */
export interface ActiveAudioOutputDevice {
  readonly deviceId: string | null;
  readonly label: string | null;
}

/** An element that can play on a device of its own choice; Safari has none. */
type Player = HTMLMediaElement & { setSinkId?: (deviceId: string) => Promise<void> };

/** The system's default, in the words of `setSinkId`. */
const SYSTEM_DEFAULT = '';

/** Where all sound of the page's subscribers is played: those of now, and those to come. */
export class AudioOutput {
  readonly #players = new Set<Player>();
  #active: AudioOutputDevice | undefined;
  #watching = false;

  /** Lists the outputs. Rejects with OT_UNSUPPORTED_BROWSER. */
  async list(): Promise<AudioOutputDevice[]> {
    const devices = await mediaDevices().enumerateDevices();
    const outputs = devices.filter(({ kind }) => kind === 'audiooutput');
    return outputs.map(({ deviceId, label }) => ({ deviceId, label }));
  }

  get active(): ActiveAudioOutputDevice {
    return this.#active ?? { deviceId: null, label: null };
  }

  /**
   * Plays everything on a device. Rejects with OT_UNSUPPORTED_BROWSER where the browser decides alone,
   * OT_INVALID_AUDIO_OUTPUT_SOURCE when there is no such device, OT_REQUESTED_DEVICE_PERMISSION_DENIED.
   */
  async choose(deviceId: string): Promise<void> {
    if (!('setSinkId' in HTMLMediaElement.prototype)) {
      throw createError('OT_UNSUPPORTED_BROWSER', 'setAudioOutputDevice: this browser chooses the output by itself');
    }
    const device = (await this.list()).find((candidate) => candidate.deviceId === deviceId);
    if (device === undefined || deviceId === '') {
      throw createError('OT_INVALID_AUDIO_OUTPUT_SOURCE', 'setAudioOutputDevice: there is no output with this id');
    }
    try {
      await Promise.all([...this.#players].map((player) => player.setSinkId?.(deviceId)));
    } catch (cause) {
      const message = 'setAudioOutputDevice: the user or the page policy does not allow this output';
      throw createError('OT_REQUESTED_DEVICE_PERMISSION_DENIED', message, { cause });
    }
    this.#active = device;
    this.#watch();
  }

  /** Has an element play where the others do, until the function that is returned is called. */
  attach(player: Player): () => void {
    this.#players.add(player);
    // An output that is gone meanwhile leaves the element on the default.
    if (this.#active !== undefined) player.setSinkId?.(this.#active.deviceId).catch(() => undefined);
    return () => void this.#players.delete(player);
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    mediaDevices().addEventListener('devicechange', () => void this.#check().catch(() => undefined));
  }

  /** Back to the default when the device was removed. */
  async #check(): Promise<void> {
    const active = this.#active;
    const outputs = await this.list();
    if (active === undefined || active !== this.#active || outputs.length === 0) return;
    if (outputs.some(({ deviceId }) => deviceId === active.deviceId)) return;
    this.#active = undefined;
    await Promise.all([...this.#players].map((player) => player.setSinkId?.(SYSTEM_DEFAULT)));
  }
}
