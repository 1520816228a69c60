import { pageElement } from './page-element.ts';

/** Something the user can do about what the banner says. */
export interface BannerAction {
  readonly label: string;
  run(): void;
}

/** Shows a sentence above the call until it is dismissed, acted on, or replaced. */
export function showBanner(text: string, action?: BannerAction): void {
  const button = pageElement('banner-action', HTMLButtonElement);
  pageElement('banner-text', HTMLElement).textContent = text;
  button.hidden = action === undefined;
  button.textContent = action?.label ?? '';
  button.onclick = () => {
    hideBanner();
    action?.run();
  };
  pageElement('banner-close', HTMLButtonElement).onclick = hideBanner;
  pageElement('banner', HTMLElement).hidden = false;
}

/** Takes the banner away. */
export function hideBanner(): void {
  pageElement('banner', HTMLElement).hidden = true;
}
