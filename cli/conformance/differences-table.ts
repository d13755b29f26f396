import type { Difference, Told } from '../../conformance/report.js';
import type { Output } from '../output/output.js';

/** Where two reports part: a row for each question. Nothing is printed where they do not. */
export function differencesTable(
  found: readonly Difference[],
  [one, other]: readonly [string, string],
  output: Pick<Output, 'table' | 'line'>,
): void {
  if (found.length === 0) return;
  output.table(
    ['question', one, other],
    found.map((difference) => [difference.id, cell(difference.one), cell(difference.other)]),
  );
  output.line('');
}

function cell(told: Told | undefined): string {
  if (told === undefined) return '';
  if ('notAsked' in told) return 'not asked';
  if ('failed' in told) return `failed: ${told.failed}`;
  return typeof told.answer === 'string' ? told.answer : JSON.stringify(told.answer);
}
