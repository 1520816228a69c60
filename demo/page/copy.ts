/** Copies text and says on the button, for two seconds, that it did. */
export async function copyWithNotice(
  button: HTMLElement,
  text: string,
  announce: (line: string) => void,
): Promise<void> {
  const caption = button.querySelector('span');
  const before = caption?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    announce('The link was copied.');
    if (caption === null || before === 'Copied') return;
    caption.textContent = 'Copied';
  } catch {
    // Without https, or refused: the user can still copy by hand.
    prompt('Copy this link:', text);
    return;
  }
  setTimeout(() => {
    caption.textContent = before;
  }, 2000);
}
