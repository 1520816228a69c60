/** Whether a database can hold this text: Postgres knows no NUL in texts, and fails even where it is only looked for. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000');
}
