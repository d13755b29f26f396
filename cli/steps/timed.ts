import type { StepResult } from '../../journey/journey.js';
import type { Tell } from './printer.js';

/** Runs and tells a step of a command itself. @returns undefined if it failed, or nobody waits for it any more */
export async function timed<T>(
  step: string,
  interrupt: AbortSignal,
  tell: Tell,
  run: () => Promise<{ readonly result: T; readonly detail: StepResult['detail'] }>,
): Promise<T | undefined> {
  const begun = performance.now();
  const elapsed = () => Math.round(performance.now() - begun);
  try {
    const { result, detail } = await run();
    tell({ step, ok: true, ms: elapsed(), detail });
    return result;
  } catch (error) {
    // Whoever pressed Ctrl-C knows why it failed.
    if (interrupt.aborted) return undefined;
    const { name: code, message } = error as Error;
    tell({ step, ok: false, ms: elapsed(), detail: { code, message } });
    return undefined;
  }
}
