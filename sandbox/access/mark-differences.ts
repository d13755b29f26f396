import type { Mark } from './access-report.js';
import type { AccessComparison, Difference } from './difference.js';
import { contains, policyPattern } from './policy-pattern.js';

/** Marks that no comparison of rights or doors would notice: what they speak of cannot be compared. */
const ALONE = ['role-not-in-template'];

/** Says with each difference which marks came with it; what no difference explains is told beside. */
export function marked(
  { wider, other }: AccessComparison,
  before: readonly Mark[],
  after: readonly Mark[],
): AccessComparison {
  const added = after.filter((mark) => !before.some((old) => includes(old, mark)));
  const explained = new Set<Mark>();
  const withMarks = wider.map((difference) => {
    const marks = added.filter((mark) => belongs(mark, difference));
    for (const mark of marks) explained.add(mark);
    const codes = [...new Set(marks.map(({ code }) => code))];
    return codes.length === 0 ? difference : { ...difference, marks: codes };
  });
  const rest = added.filter((mark) => !explained.has(mark)).map((mark) => ({ mark, told: told(mark) }));
  return {
    wider: [
      ...withMarks,
      ...rest.filter(({ mark }) => ALONE.includes(mark.code)).map(({ told: difference }) => difference),
    ],
    other: [
      ...other,
      ...rest.filter(({ mark }) => !ALONE.includes(mark.code)).map(({ told: difference }) => difference),
    ],
  };
}

function includes(old: Mark, mark: Mark): boolean {
  if (old.code !== mark.code || old.where !== mark.where || old.what !== mark.what) return false;
  if (mark.action === undefined || old.action === undefined) return true;
  const asArn = { asArn: true };
  return (
    contains(policyPattern(old.action.toLowerCase()), policyPattern(mark.action.toLowerCase())) &&
    contains(policyPattern(old.resource ?? '*', asArn), policyPattern(mark.resource ?? '*', asArn))
  );
}

function belongs(mark: Mark, { where, what, right }: Difference): boolean {
  if (mark.where !== where) return false;
  if (right === undefined)
    return mark.code === 'guests-have-rights' || what.startsWith(`${mark.code}: `) || what === mark.what;
  if (mark.code === 'guests-have-rights') return true;
  return mark.action === right.action && (mark.resource === undefined || mark.resource === right.resource);
}

function told({ code, where, words, document, statement }: Mark): Difference {
  return {
    kind: 'mark-added',
    where,
    what: `${code}: ${words}`,
    ...(document === undefined ? {} : { document }),
    ...(statement === undefined ? {} : { statement }),
  };
}
