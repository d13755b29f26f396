import { newAbort, reasonOf } from './abortable.js';
import { UnreachableError } from './iot-access-error.js';
import { untilAborted } from './until-aborted.js';

/** Gives `work` a signal for that long, or until `given` aborts, and its last trouble for an error. */
export async function callWithin<T>(
  milliseconds: number,
  host: string,
  work: (signal: AbortSignal, onTrouble: (error: Error) => void) => Promise<T>,
  given?: AbortSignal,
): Promise<T> {
  const controller = newAbort();
  let trouble: Error = new UnreachableError(host);
  const abort = () => given && controller.abort(reasonOf(given));
  if (given?.aborted) throw reasonOf(given);
  given?.addEventListener('abort', abort);
  const timer = setTimeout(() => controller.abort(trouble), milliseconds);
  try {
    const done = work(controller.signal, (error) => {
      trouble = error;
    });
    return await untilAborted(done, controller.signal);
  } finally {
    clearTimeout(timer);
    given?.removeEventListener('abort', abort);
  }
}
