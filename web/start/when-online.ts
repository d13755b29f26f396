/** Calls once, after so many milliseconds, or as soon as the device says that it is online again. */
export function afterPauseOrOnline(milliseconds: number, retry: () => void): void {
  const once = () => {
    clearTimeout(timer);
    removeEventListener('online', once);
    retry();
  };
  const timer = setTimeout(once, milliseconds);
  addEventListener('online', once);
}
