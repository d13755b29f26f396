import type { Views } from '../../sandbox/index.js';

/** What of the stacks is not there, by type, and each that has a reason of its own; nothing where all is. */
export function whatIsLeftOut(notEmulated: ReturnType<Views['notEmulated']>, url: string): string {
  if (notEmulated.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { type, reason } of notEmulated) if (reason === undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts].sort(([one], [other]) => one.localeCompare(other));
  const told = types.map(([type, count]) => (count === 1 ? type : `${type} (${count})`)).join(', ');
  const reasons = notEmulated.flatMap(({ stack, logicalId, reason }) =>
    reason === undefined ? [] : [`  ${stack}/${logicalId}: ${reason}\n`],
  );
  const byType = told === '' ? '' : `Left out, with made-up values for what refers to it: ${told}.\n`;
  const withReason = reasons.length === 0 ? '' : `Left out, too:\n${reasons.join('')}`;
  return `\n${byType}${withReason}Each with its stack: ${url}/_sandbox/not-emulated\n`;
}
