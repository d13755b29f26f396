import { newAbort, reasonOf } from './abortable.js';
import type { ConnectRun } from './connect-contract.js';
import { type IotAccessError, UnreachableError } from './iot-access-error.js';

/** What a run's signal is aborted with when its time is over. */
export const OUT_OF_TIME = Symbol('out of time');

/** The time that a run may take, and what it will have failed for when that is over. */
export function startConnectTime({ signal, within, refusedWithin }: ConnectRun) {
  const controller = newAbort();
  const abort = () => controller.abort(reasonOf(signal));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const limit = (milliseconds: number) => setTimeout(() => controller.abort(OUT_OF_TIME), milliseconds);
  const whole = within === undefined ? undefined : limit(within);
  let why: IotAccessError | undefined;
  let ofRefusal: ReturnType<typeof setTimeout> | undefined;
  return {
    signal: controller.signal,
    /** The run would fail with this error if its time were over now. */
    blame(error: IotAccessError) {
      why = error;
    },
    /** The same for as long as something else has not answered. */
    async blameWhile<T>(error: IotAccessError, pending: Promise<T>): Promise<T> {
      const before = why;
      why = error;
      const result = await pending;
      why = before;
      return result;
    },
    refused() {
      if (within === undefined) ofRefusal ??= limit(refusedWithin);
    },
    /** Something could not be reached or take more: time in which AWS says nothing is not time in which it refuses. */
    unheard() {
      clearTimeout(ofRefusal);
      ofRefusal = undefined;
    },
    why: (host: string) => why ?? new UnreachableError(host),
    stop() {
      signal.removeEventListener('abort', abort);
      clearTimeout(whole);
      clearTimeout(ofRefusal);
    },
  };
}

export type ConnectTime = ReturnType<typeof startConnectTime>;
