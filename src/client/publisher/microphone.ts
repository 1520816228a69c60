import { SerialQueue } from '../../base/serial-queue.ts';
import { captureMicrophone } from '../devices/capture.ts';
import type { CaptureOptions } from '../devices/constraints.ts';
import { DEFAULT_DEVICE_ID, isReplaced, listInTime, settleDevices, watchDevices } from '../devices/microphones.ts';
import { createError } from '../errors/catalogue.ts';
import { openBeside, type Sources } from './sources.ts';

/** A microphone by its id and the name the user knows. */
export interface AudioInputDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** What happened when the microphone was replaced by itself. */
export interface MicrophoneChange {
  readonly device: AudioInputDevice;
  readonly previousDevice: AudioInputDevice;
}

function toDevice(track: MediaStreamTrack): AudioInputDevice {
  return { deviceId: track.getSettings().deviceId ?? '', label: track.label };
}

/** The microphone of a publisher: changes it, and looks after it when devices come and go. */
export class Microphone {
  readonly #deps: { sources: Sources; options: CaptureOptions; signal: AbortSignal };
  readonly #queue = new SerialQueue();
  #chosenId: string | undefined;
  #onChange: ((change: MicrophoneChange) => void) | undefined;
  #turn = 0;

  constructor(deps: { sources: Sources; options: CaptureOptions; signal: AbortSignal }) {
    this.#deps = deps;
    const { audioSource } = deps.options;
    this.#chosenId = typeof audioSource === 'string' ? audioSource : undefined;
  }

  /** Takes another device or a track of the app's; the latest call wins, earlier ones reject with OT_CANCEL. */
  choose(source: string | MediaStreamTrack): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    return this.#queue.run(async () => {
      this.#check(turn);
      if (typeof source !== 'string') {
        this.#deps.sources.replace(source, 'given');
        return;
      }
      const track = await this.#open(source);
      try {
        this.#check(turn);
      } catch (error) {
        track.stop();
        throw error;
      }
      this.#deps.sources.replace(track);
      this.#chosenId = source;
    });
  }

  /** From now on the default microphone takes the place of one that is removed, and follows the system's default. */
  watch(onChange: (change: MicrophoneChange) => void): void {
    this.#onChange = onChange;
    watchDevices(() => void this.#follow(), this.#deps.signal);
  }

  /** Whether a microphone that has just ended was replaced, or nobody cares any more; as soon as that is known. */
  async outlives(track: MediaStreamTrack): Promise<boolean> {
    if (this.#onChange === undefined) return false;
    await settleDevices();
    await this.#follow();
    return this.#deps.signal.aborted || this.#deps.sources.audio !== track;
  }

  /** Looks whether the microphone has to be replaced, and does it. */
  async #follow(): Promise<void> {
    // Where the default microphone does not open either, the old one goes on, or has ended and says so itself.
    const change = await this.#queue.run(() => this.#replace()).catch(() => undefined);
    if (change !== undefined) this.#onChange?.(change);
  }

  async #replace(): Promise<MicrophoneChange | undefined> {
    const { sources, signal } = this.#deps;
    const previous = sources.audio;
    if (previous === undefined || sources.isGiven(previous)) return undefined;
    const devices = await listInTime();
    const followsDefault = this.#chosenId === undefined || this.#chosenId === DEFAULT_DEVICE_ID;
    if (signal.aborted || !isReplaced(devices, previous.getSettings(), followsDefault)) return undefined;
    const track = await this.#open(undefined);
    if (signal.aborted) {
      track.stop();
      return undefined;
    }
    const previousDevice = toDevice(previous);
    sources.replace(track);
    this.#chosenId = undefined;
    return { device: toDevice(track), previousDevice };
  }

  #open(deviceId: string | undefined): Promise<MediaStreamTrack> {
    const { sources, options } = this.#deps;
    const open = (id: string | undefined) => captureMicrophone({ ...options, audioSource: true }, id);
    return openBeside(sources, sources.audio, open, deviceId);
  }

  #check(turn: number): void {
    if (turn === this.#turn && !this.#deps.signal.aborted) return;
    throw createError('OT_CANCEL', 'setAudioSource: another call, or the end of the publisher, came first');
  }
}
