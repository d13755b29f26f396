import { newAbort, reasonOf } from './abortable.js';

/**
 * The promise, but no longer than the signal lasts: a provider or a browser that never answers holds nobody up. What
 * the promise becomes afterwards goes to `onLate`.
 *
 * @throws the signal's reason
 */
export function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  onLate: (value: T) => void = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      signal.removeEventListener('abort', abort);
      reject(reasonOf(signal));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    promise
      .then((value) => (signal.aborted ? onLate(value) : resolve(value)), reject)
      .finally(() => signal.removeEventListener('abort', abort))
      .catch(reject);
  });
}

/** The same for a signal that an app may give. It has no listener on it when this has settled. */
export function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
  return signal.aborted ? Promise.reject(reasonOf(signal)) : untilAborted(work(), signal);
}

/** A signal that ends with another one, or after so many milliseconds; `AbortSignal.any` is younger than many phones. */
export function limitedSignal(signal: AbortSignal, milliseconds: number): { signal: AbortSignal; stop: () => void } {
  const controller = newAbort();
  const abort = () => controller.abort(reasonOf(signal));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  const timer = setTimeout(() => {
    controller.abort(Object.assign(new Error(`nothing answered in ${milliseconds} ms`), { name: 'TimeoutError' }));
  }, milliseconds);
  const stop = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, stop };
}
