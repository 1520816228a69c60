import { pageElement, part } from './page-element.ts';
import { toWords } from './words.ts';

interface Story {
  readonly title: string;
  readonly text: string;
  /** What the way back is called. */
  readonly again?: string;
}

const STORIES: Readonly<Record<string, Story>> = {
  clientDisconnected: { title: 'You left the meeting', text: 'Your camera and microphone are off.' },
  networkDisconnected: {
    title: 'The connection was lost',
    text: 'Your network or the server went away. Rejoin as soon as you are online again.',
  },
  forceDisconnected: { title: 'The host ended your visit', text: 'You were removed from the meeting.' },
  sdkMissing: {
    title: 'The page did not load completely',
    text: 'The part that makes video calls is missing. Check your connection and load the page again.',
    again: 'Load again',
  },
  serverRotation: { title: 'The server is restarting', text: 'It will be back in a moment. Then rejoin.' },
};

/** Says how the meeting ended and offers a way back. */
export function showEnded(reason: string, on: { rejoin(): Promise<void>; back(): void }): void {
  const story: Story = STORIES[reason] ?? { title: 'The meeting ended', text: 'You are not connected any more.' };
  const text = pageElement('ended-text', HTMLElement);
  const rejoin = pageElement('rejoin', HTMLButtonElement);
  pageElement('ended-title', HTMLElement).textContent = story.title;
  text.textContent = story.text;
  part(rejoin, 'span', HTMLElement).textContent = story.again ?? 'Rejoin';
  rejoin.onclick = async () => {
    rejoin.disabled = true;
    try {
      await on.rejoin();
    } catch (error) {
      text.textContent = toWords(error);
    } finally {
      rejoin.disabled = false;
    }
  };
  pageElement('to-start', HTMLButtonElement).onclick = on.back;
}
