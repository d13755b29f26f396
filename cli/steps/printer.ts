import { styleText } from 'node:util';
import type { StepResult } from '../../journey/journey.js';

/** Tells of each step, on standard output. */
export type Tell = (result: StepResult) => void;

/** One JSON object a line. */
export const tellJson: Tell = (result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

/** What happens between the steps, for programs: it has `event` in the place of `step`. */
export function tellEvent(event: 'refusal', detail: object): void {
  process.stdout.write(`${JSON.stringify({ event, detail })}\n`);
}

/** One line for people; a failed step gets its reason below. */
export const tellPeople: Tell = ({ step, who, ok, skipped, ms, detail }) => {
  const mark = ok ? paint('green', skipped === undefined ? '✓' : '–') : paint('red', '✗');
  const name = who === undefined ? step : `${step} (${who})`;
  const line = `${mark} ${name.padEnd(30)}${String(ms).padStart(6)} ms  ${paint('dim', ok ? (skipped ?? summary(detail)) : '')}`;
  process.stdout.write(`${line.trimEnd()}\n`);
  if (ok) return;
  const { code, message, because } = detail;
  process.stdout.write(`    ${String(code ?? 'Error')}: ${String(message ?? '')}\n`);
  if (because !== undefined) process.stdout.write(`    ${String(because)}\n`);
};

/**
 * Counts what is told, for one line at the end: `22 of 22 steps, 6.2 s`.
 *
 * @param skippedAre why there are any
 */
export function countSteps(
  tell: Tell,
  skippedAre = 'not for this stack',
): { readonly tell: Tell; readonly verdict: () => string } {
  const begun = performance.now();
  const results: StepResult[] = [];
  return {
    tell(result) {
      results.push(result);
      tell(result);
    },
    verdict() {
      const well = results.filter(({ ok }) => ok).length;
      const skipped = results.filter(({ skipped }) => skipped !== undefined).length;
      const without = skipped === 0 ? '' : `, ${skipped} of them ${skippedAre}`;
      const first = results.find(({ ok }) => !ok);
      const failed =
        first === undefined ? '' : `; the first that failed: ${first.step}${first.who ? ` (${first.who})` : ''}`;
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      return `${well} of ${results.length} steps${without}, ${seconds} s${failed}`;
    },
  };
}

/** The first telling words of a step that went well. */
function summary(detail: StepResult['detail']): string {
  if (typeof detail.refused === 'string') return `refused: ${detail.refused}`;
  const first = Object.values(detail).find((value) => typeof value === 'string');
  return first === undefined ? '' : String(first);
}

function paint(style: 'green' | 'red' | 'dim', text: string): string {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;
}
