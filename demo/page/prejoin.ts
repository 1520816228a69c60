import type { Announce } from './announcer.ts';
import { ApiError, type As } from './api.ts';
import type { Capture } from './capture.ts';
import { openConnectionCheck } from './connection-check.ts';
import { copyWithNotice } from './copy.ts';
import { openDeviceMenus } from './device-menus.ts';
import { pageElement, part } from './page-element.ts';
import { preferences } from './preferences.ts';
import { toLink } from './room-link.ts';
import { CAMERA, drawSwitch, MICROPHONE } from './switch-button.ts';
import { showProblem, toWords } from './words.ts';

/** The meeting about to be joined; `expiresAt` (ms since the epoch) only for the host who has just opened it. */
export interface Destination {
  readonly roomId: string;
  readonly expiresAt?: number;
}

/** Shows the card before a call: preview, devices, name and role. Ends with `signal`. */
export function openPrejoin(
  deps: { destination: Destination; capture: Capture; announce: Announce; signal: AbortSignal },
  on: { join(name: string, as: As): Promise<void>; back(): void },
): void {
  const { capture, signal } = deps;
  const form = pageElement('join-form', HTMLFormElement);
  const name = pageElement('name', HTMLInputElement);
  const submit = pageElement('join', HTMLButtonElement);
  const problem = pageElement('join-problem', HTMLElement);
  name.value = preferences.name;
  showProblem(problem);
  const join = async (): Promise<void> => {
    preferences.name = name.value.trim();
    submit.disabled = true;
    showProblem(problem);
    try {
      await on.join(name.value, chosenRole(form));
    } catch (error) {
      if (!signal.aborted) showProblem(problem, error);
    } finally {
      submit.disabled = false;
    }
  };
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      if (name.value.trim() !== '') return void join();
      showProblem(problem, new ApiError('nameMissing', 'Tell the others your name.'));
      name.focus();
    },
    { signal },
  );
  form.addEventListener('change', () => followRole(form, capture), { signal });
  pageElement('back', HTMLButtonElement).addEventListener('click', on.back, { signal });
  showShare(deps);
  openPreview(capture, signal);
  openConnectionCheck(deps.destination.roomId, signal);
  followRole(form, capture);
}

/** A viewer's camera stays closed: nobody is asked for what is not needed. */
function followRole(form: HTMLFormElement, capture: Capture): void {
  const viewer = chosenRole(form) === 'viewer';
  part(document, '.preview-column', HTMLElement).hidden = viewer;
  if (viewer) capture.close();
  else void capture.open();
}

function chosenRole(form: HTMLFormElement): As {
  return new FormData(form).get('as') === 'viewer' ? 'viewer' : 'participant';
}

function openPreview(capture: Capture, signal: AbortSignal): void {
  const microphone = pageElement('preview-mic', HTMLButtonElement);
  const camera = pageElement('preview-camera', HTMLButtonElement);
  const note = pageElement('preview-note', HTMLElement);
  const place = pageElement('preview', HTMLElement);
  const draw = (): void => {
    if (capture.view.parentElement !== place) place.append(capture.view);
    drawSwitch(microphone, MICROPHONE, capture.audio);
    drawSwitch(camera, CAMERA, capture.video);
    const opened = capture.publisher !== undefined;
    if (capture.problem !== undefined) note.textContent = toWords(capture.problem);
    else if (!capture.video) note.textContent = 'Your camera is off.';
    else note.textContent = opened ? '' : 'Your camera is starting … If the browser asks, allow it.';
    capture.view.hidden = !opened || !capture.video;
  };
  microphone.addEventListener('click', () => capture.setAudio(!capture.audio), { signal });
  camera.addEventListener('click', () => void capture.setVideo(!capture.video), { signal });
  capture.addEventListener('change', draw, { signal });
  pageElement('preview-devices', HTMLDetailsElement).open = matchMedia('(min-width: 821px)').matches;
  openDeviceMenus(
    capture,
    {
      microphones: pageElement('preview-microphones', HTMLSelectElement),
      cameras: pageElement('preview-cameras', HTMLSelectElement),
    },
    signal,
  );
  draw();
}

function showShare({ destination, announce, signal }: Parameters<typeof openPrejoin>[0]): void {
  const { roomId, expiresAt } = destination;
  pageElement('share', HTMLElement).hidden = expiresAt === undefined;
  if (expiresAt === undefined) return;
  const link = pageElement('share-link', HTMLInputElement);
  const copy = pageElement('share-copy', HTMLButtonElement);
  link.value = toLink(roomId);
  const until = new Date(expiresAt).toLocaleString(undefined, { weekday: 'long', hour: '2-digit', minute: '2-digit' });
  pageElement('share-expiry', HTMLElement).textContent = `It works until ${until}.`;
  link.addEventListener('focus', () => link.select(), { signal });
  copy.addEventListener('click', () => void copyWithNotice(copy, link.value, announce), { signal });
}
