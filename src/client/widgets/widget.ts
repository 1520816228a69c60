import { type Placement, placeContainer } from './container.ts';
import { createElement } from './element.ts';
import { createIcon } from './icon.ts';
import { createLevelMeter } from './level-meter.ts';
import { createMuteButton, type MuteButton } from './mute-button.ts';
import { createPoster } from './poster.ts';
import type { WidgetStyle } from './style.ts';
import { adoptStyles } from './stylesheet.ts';

/** How a widget looks and what its controls do. */
export interface WidgetOptions {
  readonly kind: 'publisher' | 'subscriber';
  readonly placement: Placement;
  readonly fitMode: 'cover' | 'contain';
  readonly mirrored?: boolean | undefined;
  readonly showControls: boolean;
  readonly name: string;
  readonly initials?: string | undefined;
  /** The mute button was used; without it there is no mute button. */
  readonly onMute?: (() => void) | undefined;
  /** The sound-is-blocked button, or a click anywhere, asked for sound. */
  readonly onUnblock?: (() => void) | undefined;
}

/** A view of one stream in the page. */
export interface Widget {
  readonly element: HTMLElement;
  setVideo(video: HTMLVideoElement): void;
  /** True until media plays. */
  setLoading(loading: boolean): void;
  /** True while there is no picture: the poster is shown. */
  setAudioOnly(audioOnly: boolean): void;
  /** True while the picture may have to be switched off. */
  setWarning(warned: boolean): void;
  /** Whether the call is recorded: says so, and when that ends. Publishers only. */
  setArchiving(archiving: boolean): void;
  setMuted(muted: boolean): void;
  setAudioBlocked(blocked: boolean): void;
  /** How loud the sound is, 0 to 1. */
  setAudioLevel(level: number): void;
  /** Changes the look; without controls only the poster's. */
  setStyle(style: WidgetStyle): void;
  /** Replaces the content by an error text. */
  showError(message: string, help: string): void;
  remove(): void;
}

/** How long the words beside the light are shown. */
const STATUS_SHOWN_MS = 5_000;
/** Below these sizes in pixels the chrome shrinks. */
const MINI_PX = 128;
const MICRO_PX = 64;

function watchSize(element: HTMLElement): ResizeObserver {
  const observer = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = element;
    const least = Math.min(clientWidth, clientHeight);
    element.classList.toggle('OT_mini', least < MINI_PX);
    element.classList.toggle('OT_micro', least < MICRO_PX);
  });
  observer.observe(element);
  return observer;
}

function createMute({ kind, name, onMute }: WidgetOptions): MuteButton | undefined {
  if (onMute === undefined) return undefined;
  return kind === 'publisher'
    ? createMuteButton({ icon: 'microphone', label: 'Mute microphone', onToggle: onMute })
    : createMuteButton({
        icon: 'speaker',
        label: name === '' ? 'Mute sound' : `Mute sound of ${name}`,
        onToggle: onMute,
      });
}

/** Everything inside the container, in the order that apps' style sheets expect. */
function createParts(options: WidgetOptions) {
  const { name, initials, showControls, onUnblock } = options;
  const mode = showControls ? 'OT_mode-auto' : 'OT_mode-off';
  const poster = createPoster(initials);
  const spinner = createElement('div', 'OT_video-loading', {}, createElement('div', 'OT_video-loading-spinner'));
  const frame = createElement('div', 'OT_widget-container', {}, poster.element, spinner);
  const bar = createElement('div', `OT_bar OT_edge-bar-item ${mode}`);
  // A heading for the sake of apps' style sheets; for screen readers it is plain text.
  const nameMode = name === '' ? 'OT_mode-off' : mode;
  const title = createElement('h1', `OT_name OT_edge-bar-item ${nameMode}`, { role: 'presentation' }, name);
  const light = createElement('div', 'OT_archiving-light-box', {}, createElement('div', 'OT_archiving-light'));
  const status = createElement('div', 'OT_archiving-status', { role: 'status' });
  const badge = `OT_archiving OT_edge-bar-item OT_edge-bottom OT_archiving-off ${mode}`;
  const archiving = createElement('h1', badge, { role: 'presentation' }, light, status);
  const mute = createMute(options);
  mute?.element.classList.add(mode);
  const meter = createLevelMeter();
  meter.element.classList.add(mode);
  const level = options.onMute === undefined ? undefined : meter.element;
  const noVideo = createElement('div', `OT_video-disabled-indicator ${mode}`, {}, createIcon('cameraOff'));
  const label = { type: 'button', 'aria-label': 'Play sound', title: 'Play sound' };
  const blocked = createElement('button', `OT_audio-blocked-indicator ${mode}`, label, createIcon('speaker', true));
  const publishes = options.kind === 'publisher';
  const all = [
    ...[frame, bar, title, publishes ? archiving : undefined, mute?.element, level, noVideo],
    onUnblock === undefined ? undefined : blocked,
  ];
  return {
    frame,
    poster,
    bar,
    title,
    archiving,
    mute,
    meter,
    noVideo,
    blocked,
    all: all.filter((part) => part !== undefined),
  };
}

function setMode(part: Element | undefined, mode: string): void {
  if (part === undefined) return;
  part.classList.remove(...[...part.classList].filter((name) => name.startsWith('OT_mode-')));
  part.classList.add(`OT_mode-${mode}`);
}

/** The bar lies behind name and button: it is there when one of them is. */
function toBarMode(name: string, button: string): string {
  if ([name, button].some((mode) => mode === 'on' || mode === 'mini')) return 'on';
  return name === 'off' && button === 'off' ? 'off' : 'auto';
}

function applyStyle(parts: ReturnType<typeof createParts>, { showControls }: WidgetOptions, style: WidgetStyle): void {
  parts.poster.setImage(style.backgroundImageURI);
  if (!showControls) return;
  const name = parts.title.textContent === '' ? 'off' : style.nameDisplayMode;
  const button = parts.mute === undefined ? 'off' : style.buttonDisplayMode;
  setMode(parts.title, name);
  setMode(parts.mute?.element, button);
  setMode(parts.bar, toBarMode(name, button));
  setMode(parts.meter.element, style.audioLevelDisplayMode);
  setMode(parts.noVideo, style.videoDisabledDisplayMode);
  setMode(parts.blocked, style.audioBlockedDisplayMode);
  setMode(parts.archiving, style.archiveStatusDisplayMode);
}

/** The light stays while the call is recorded; the words go after a moment. */
function showArchiving(badge: Element, archiving: boolean): void {
  const status = badge.querySelector('.OT_archiving-status');
  const text = archiving ? 'Archiving on' : 'Archiving off';
  badge.classList.toggle('OT_archiving-on', archiving);
  badge.classList.toggle('OT_archiving-off', !archiving);
  badge.classList.add('OT_mode-on-hold');
  badge.querySelector('.OT_archiving-light')?.classList.toggle('OT_active', archiving);
  if (status === null) return;
  status.textContent = text;
  setTimeout(() => {
    if (status.textContent !== text) return;
    status.textContent = '';
    if (!archiving) badge.classList.remove('OT_mode-on-hold');
  }, STATUS_SHOWN_MS);
}

/** Makes a widget and places it in the page. */
export function createWidget(options: WidgetOptions): Widget {
  const { kind, fitMode, mirrored, onUnblock } = options;
  const { element, remove } = placeContainer(options.placement);
  const parts = createParts(options);
  const { frame, mute, meter, noVideo, blocked, all } = parts;
  element.classList.add('OT_root', `OT_${kind}`, `OT_fit-mode-${fitMode}`, 'OT_loading');
  element.classList.toggle('OT_mirrored', mirrored === true);
  element.append(...all);
  if (onUnblock !== undefined) element.addEventListener('click', onUnblock);
  adoptStyles(element);
  const size = watchSize(element);
  return {
    element,
    setVideo: (video) => frame.append(video),
    setLoading: (loading) => element.classList.toggle('OT_loading', loading),
    setAudioOnly(audioOnly) {
      element.classList.toggle('OT_audio-only', audioOnly);
      noVideo.classList.toggle('OT_active', audioOnly);
      noVideo.classList.toggle('OT_video-disabled', audioOnly);
    },
    setWarning(warned) {
      noVideo.classList.toggle('OT_video-disabled-warning', warned);
    },
    setArchiving: (archiving) => showArchiving(parts.archiving, archiving),
    setMuted: (muted) => mute?.setMuted(muted),
    setAudioBlocked(isBlocked) {
      element.classList.toggle('OT_container-audio-blocked', isBlocked);
      blocked.classList.toggle('OT_audio-blocked', isBlocked);
    },
    setAudioLevel: (level) => meter.setLevel(level),
    setStyle: (style) => applyStyle(parts, options, style),
    showError(message, help) {
      element.classList.add('OT_subscriber_error');
      const hint = createElement('span', 'ot-help-message', {}, help);
      element.replaceChildren(createElement('p', '', { role: 'alert' }, message, hint));
    },
    remove() {
      size.disconnect();
      if (onUnblock !== undefined) element.removeEventListener('click', onUnblock);
      remove();
    },
  };
}
