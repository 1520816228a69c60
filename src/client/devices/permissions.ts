/** Tells when the user withdraws the permission to use the camera or the microphone, until `signal` aborts. */
export function watchRevocation(
  kinds: readonly ('camera' | 'microphone')[],
  onRevoked: () => void,
  signal: AbortSignal,
): void {
  for (const kind of kinds) {
    // Absent on pages that are no secure context; browsers that do not know the name refuse it.
    navigator.permissions?.query({ name: kind as PermissionName }).then(
      (status) => {
        const changed = () => status.state === 'denied' && onRevoked();
        status.addEventListener('change', changed, { signal });
      },
      () => undefined,
    );
  }
}
