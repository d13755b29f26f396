import type { AccessComparison, AccessReport, Difference } from '../../sandbox/index.js';
import { shortNames } from './short-names.js';
import { tableLines } from './table-lines.js';

/** What a baseline shows, as a table. */
export function differenceLines({ wider, other }: AccessComparison, report: AccessReport): string[] {
  const short = shortNames(report);
  if (wider.length + other.length === 0) return ['Nobody may do more or less than in the baseline.'];
  return [
    ...section(`More than in the baseline (${wider.length}):`, wider, short),
    ...section(`Less, or without being more (${other.length}):`, other, short),
    wider.length === 0
      ? 'Nobody may do more than in the baseline.'
      : 'If that is meant, write the baseline anew: npx cognito-iot access --json > FILE',
  ];
}

function section(title: string, differences: readonly Difference[], short: (text: string) => string): string[] {
  if (differences.length === 0) return [];
  const rows = differences.map((difference) => [difference.kind, short(difference.where), short(told(difference))]);
  return [title, ...tableLines([['what', 'where', 'which'], ...rows], [19, 27], 2), ''];
}

function told({ layer, what, document, statement, marks = [] }: Difference): string {
  const source = document === undefined || document === '' ? '' : ` [${document}, statement ${statement}]`;
  // A setting's mark has the name of the setting.
  const told = marks.filter((code) => !what.startsWith(`${code}: `));
  const marked = told.length === 0 ? '' : ` (marked ${told.join(', ')})`;
  return `${layer === undefined ? '' : `${layer}: `}${what}${marked}${source}`;
}
