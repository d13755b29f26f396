import { styleText } from 'node:util';
import type { StepResult } from '../../journey/journey.js';

/** Tells of each step, on standard output. */
export type Tell = (result: StepResult) => void;

/** One JSON object a line. */
export const tellJson: Tell = (result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

/** One line for people; a failed step gets its reason below. */
export const tellPeople: Tell = ({ step, ok, ms, detail }) => {
  const mark = ok ? paint('green', '✓') : paint('red', '✗');
  const line = `${mark} ${step.padEnd(30)}${String(ms).padStart(6)} ms  ${paint('dim', ok ? summary(detail) : '')}`;
  process.stdout.write(`${line.trimEnd()}\n`);
  if (ok) return;
  const { code, message, because } = detail;
  process.stdout.write(`    ${String(code ?? 'Error')}: ${String(message ?? '')}\n`);
  if (because !== undefined) process.stdout.write(`    ${String(because)}\n`);
};

/** The first telling words of a step that went well. */
function summary(detail: StepResult['detail']): string {
  if (typeof detail.refused === 'string') return `refused: ${detail.refused}`;
  const first = Object.values(detail).find((value) => typeof value === 'string');
  return first === undefined ? '' : String(first);
}

function paint(style: 'green' | 'red' | 'dim', text: string): string {
  return process.stdout.isTTY && process.env.NO_COLOR === undefined ? styleText(style, text) : text;
}
