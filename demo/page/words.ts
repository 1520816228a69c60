import { ApiError } from './api.ts';

const WORDS: Readonly<Record<string, string>> = {
  OT_USER_MEDIA_ACCESS_DENIED:
    'The browser was not allowed to use your camera or microphone. Allow it beside the address of this page, then try again, or join to watch only.',
  OT_NO_DEVICES_FOUND: 'No camera or microphone was found. Connect one, or join to watch only.',
  OT_HARDWARE_UNAVAILABLE:
    'Your camera or microphone is in use by another program. Close that program, then try again.',
  OT_CONSTRAINTS_NOT_SATISFIED: 'The chosen camera or microphone is gone. Choose another one.',
  OT_NOT_FOUND: 'The chosen microphone is gone. Choose another one.',
  OT_INVALID_VIDEO_SOURCE: 'The chosen camera is gone. Choose another one.',
  OT_SET_VIDEO_SOURCE_FAILURE:
    'The chosen camera does not start; it may be in use by another program. Choose another one.',
  OT_UNABLE_TO_CAPTURE_MEDIA: 'The camera or microphone failed to start. Try again, or choose another one.',
  OT_INSECURE_ORIGIN:
    'This page was opened over http. Cameras and microphones only work over https: open the https address of this server, or join to watch only.',
  OT_UNSUPPORTED_BROWSER: 'This browser cannot make video calls. Use a current Chrome, Edge, Firefox or Safari.',
  OT_AUTHENTICATION_ERROR: 'Your pass to this meeting is no longer good. Join again.',
  OT_INVALID_SESSION_ID: 'This meeting does not exist any more. Ask the host for a new link.',
  OT_CONNECTION_LIMIT_EXCEEDED: 'The meeting is full. Try again when somebody has left.',
  OT_CONNECT_FAILED: 'The meeting cannot be reached. Check your connection and try again.',
  OT_SOCKET_CLOSE_CONNECTIVITY_LOSS: 'The connection to the meeting broke. Check your network and join again.',
  OT_NOT_CONNECTED: 'You are not connected to the meeting. Join again.',
  OT_PERMISSION_DENIED: 'You joined to watch only, so this is not possible.',
  OT_STREAM_LIMIT_EXCEEDED: 'The meeting has as many videos as it can carry.',
  OT_ICE_WORKFLOW_FAILED:
    'Your network does not let video through. Try another network, or ask whoever runs yours to allow UDP.',
  OT_TIMEOUT: 'The video did not start in time. Check your network and try again.',
  OT_ENCRYPTION_TOO_WEAK: 'This browser only offers weaker encryption than the meeting asks for. Use another browser.',
  OT_RATE_LIMIT_EXCEEDED: 'You are writing too fast. Wait a moment.',
};

/** What went wrong, in words a person can act on. */
export function toWords(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return WORDS[name] ?? `Something went wrong: ${message.replace(/\.$/, '')}. Try again.`;
}

/** Shows or clears the sentence of a form's problem line. */
export function showProblem(line: HTMLElement, error?: unknown): void {
  line.hidden = error === undefined;
  line.textContent = error === undefined ? '' : toWords(error);
}
