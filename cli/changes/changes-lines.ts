import type { Change, ChangeProblem, Effect } from '../../changes/change.js';
import { tableLines } from '../access/table-lines.js';
import type { ChangesReport, StackComparison } from './changes-report.js';

const WORDS: Readonly<Record<Effect, string>> = {
  added: 'added',
  updated: 'in place',
  'may-be-replaced': 'may be replaced',
  replaced: 'replaced',
  'may-be-deleted': 'may be deleted',
  deleted: 'deleted',
  'left-behind': 'left behind',
};

/** What an update would do, for people. */
export function changesLines({ stacks, refused, loses }: ChangesReport, accept: readonly string[]): string[] {
  const found = stacks.flatMap(({ changes }) => changes);
  const lines = stacks.flatMap(stackLines);
  return [
    ...lines,
    ...section('AWS refuses:', found, (one) => one.kind === 'refused'),
    ...section('Users lose something:', found, (one) => one.kind === 'loses' && !accept.includes(one.code)),
    ...section('Accepted:', found, (one) => one.kind === 'loses' && accept.includes(one.code)),
    ...ending(found, refused, loses),
  ];
}

function stackLines({ stack, deployed, changes }: StackComparison): string[] {
  if (!deployed) return [`${stack} is not deployed: everything in it is new.`, ''];
  if (changes.length === 0) return [`${stack} is deployed as it was synthesized.`, ''];
  const rows = changes.map(({ effect, type, logicalId, properties }) => [
    WORDS[effect],
    type.replace(/^AWS::/, ''),
    properties.length === 0 ? logicalId : `${logicalId} (${properties.join(', ')})`,
  ]);
  return [`${stack}:`, ...tableLines(rows, [17, 30], 2), ''];
}

function section(title: string, changes: readonly Change[], isMeant: (one: ChangeProblem) => boolean): string[] {
  const lines = changes.flatMap(({ logicalId, type, problems }) =>
    problems
      .filter(isMeant)
      .flatMap(({ code, says, instead, source }) => [
        ...tableLines([[`${code}: ${type.replace(/^AWS::/, '')} ${logicalId}`]], [], 2),
        ...tableLines([[`${says}.`]], [], 4),
        ...tableLines([['Instead:', `${instead}.`]], [9], 4),
        ...tableLines([['Source:', source]], [9], 4),
      ]),
  );
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function ending(changes: readonly Change[], refused: number, loses: number): string[] {
  if (refused + loses === 0) return ['AWS refuses nothing of it, and nobody loses anything that was not accepted.'];
  if (refused > 0) return ['Do not deploy: AWS would refuse it, and roll back.'];
  const codes = new Set(changes.flatMap(({ problems }) => problems.map(({ code }) => code)));
  return [`If that is meant, say so: ${[...codes].map((code) => `--accept ${code}`).join(' ')}`];
}
