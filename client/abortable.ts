/**
 * An AbortController whose signal has a `reason`. React Native's has none: it comes of `abort-controller@3`, which is
 * older than reasons. https://github.com/facebook/react-native/issues/50015
 */
export function newAbort(): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  if ('reason' in signal) return controller;
  const abort = controller.abort.bind(controller);
  return Object.assign(controller, {
    abort(reason: unknown) {
      if (!controller.signal.aborted) Object.defineProperty(signal, 'reason', { value: reason, configurable: true });
      abort();
    },
  });
}

/** Why a signal was aborted, also where an app's own has no reasons. */
export function reasonOf({ reason }: AbortSignal): unknown {
  return reason ?? Object.assign(new Error('This operation was aborted.'), { name: 'AbortError' });
}

/** `signal.throwIfAborted()` is younger than React Native's signals. @throws the signal's reason */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}
