/** When a part is shown: `auto` while the pointer is over the video or where it matters, `on` always, `off` never. */
export type DisplayMode = 'auto' | 'on' | 'off';

/** How the default UI looks, in OpenTok's words. */
export interface WidgetStyle {
  readonly nameDisplayMode: DisplayMode;
  /** `mini` and `mini-auto`: the same as `on` and `auto` with a smaller button. */
  readonly buttonDisplayMode: DisplayMode | 'mini' | 'mini-auto';
  /** `auto`: while there is no picture. */
  readonly audioLevelDisplayMode: DisplayMode;
  readonly videoDisabledDisplayMode: DisplayMode;
  readonly audioBlockedDisplayMode: DisplayMode;
  /** Of publishers: the sign that the call is recorded; `auto`: while it is, which it never is yet. */
  readonly archiveStatusDisplayMode: DisplayMode;
  /** What is seen while there is no picture; null: initials or a silhouette. */
  readonly backgroundImageURI: string | null;
}

/** The look unless the app says otherwise. */
export const DEFAULT_STYLE: WidgetStyle = {
  nameDisplayMode: 'auto',
  buttonDisplayMode: 'auto',
  audioLevelDisplayMode: 'auto',
  videoDisabledDisplayMode: 'auto',
  audioBlockedDisplayMode: 'auto',
  archiveStatusDisplayMode: 'auto',
  backgroundImageURI: null,
};

/** Keys of old apps, whose values may be true and false. */
const OLD_KEYS: Readonly<Record<string, keyof WidgetStyle>> = {
  showMicButton: 'buttonDisplayMode',
  showSpeakerButton: 'buttonDisplayMode',
  showArchiveStatus: 'archiveStatusDisplayMode',
};

/** What true and false of old apps mean: a button that is shown always, a sign while there is something to say. */
const toMode = (key: string, shown: boolean): string =>
  shown ? (key === 'archiveStatusDisplayMode' ? 'auto' : 'on') : 'off';

function isValid(key: string, value: unknown): boolean {
  if (key === 'backgroundImageURI') return value === null || typeof value === 'string';
  const modes = key === 'buttonDisplayMode' ? ['auto', 'on', 'off', 'mini', 'mini-auto'] : ['auto', 'on', 'off'];
  return key in DEFAULT_STYLE && modes.includes(String(value));
}

/** The parts of `wishes` that are a style; `ignored` names the others. */
export function parseStyle(wishes: object): { readonly style: Partial<WidgetStyle>; readonly ignored: string[] } {
  const style: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [name, given] of Object.entries(wishes)) {
    const key = OLD_KEYS[name] ?? name;
    const value = typeof given === 'boolean' && name in OLD_KEYS ? toMode(key, given) : given;
    if (isValid(key, value)) style[key] = value;
    else ignored.push(name);
  }
  return { style, ignored };
}
