import type { AccessPrincipal, AccessReport, EffectiveRight } from '../../sandbox/index.js';
import { grouped } from './grouped.js';
import { markLines } from './mark-lines.js';
import { shortNames } from './short-names.js';
import { tableLines } from './table-lines.js';

/** A report as people read it. */
export function reportLines(report: AccessReport): string[] {
  const short = shortNames(report);
  const { principals, doors, marks } = report;
  const settings = grouped(doors, ({ code, where }) => `${where}\0${code}`).map((same) => {
    const [{ code, where }] = same;
    return [short(where), code, short([...new Set(same.map(({ what }) => what))].join(', '))];
  });
  return [
    ...principals.flatMap((principal) => [...principalLines(principal, short), '']),
    'settings that decide who gets in',
    ...tableLines(settings, [44, 22], 2),
    '',
    ...markLines(marks, short),
  ];
}

const DEEDS: Readonly<Record<EffectiveRight['does'], string>> = {
  connect: 'connect as',
  publish: 'publish to',
  retain: 'retain on',
  receive: 'receive from',
  subscribe: 'subscribe to',
  shadow: 'shadows',
  api: 'call',
  other: 'other',
};

function principalLines(principal: AccessPrincipal, short: (text: string) => string): string[] {
  const { who, role, trust, layers, effective, invokedBy = [] } = principal;
  const allowed = effective.filter(({ isDenied }) => isDenied === undefined);
  const denied = effective.filter(({ isDenied }) => isDenied);
  const rows = [
    ...grouped(allowed, ({ does }) => does).flatMap((same) => headed(DEEDS[same[0].does], actionsTogether(same))),
    ...headed('but never', actionsTogether(denied, { withAction: true })),
    ...headed('role taken by', trust.map(toldTrust)),
    ...headed('invoked by', invokedBy.map(toldTrust)),
    ...headed(
      'decided by',
      layers.map(({ kind, documents }) => `${kind}: ${documents.join(', ') || 'none'}`),
    ),
  ].map((row) => row.map(short));
  if (allowed.length === 0) rows.unshift(['', 'nothing']);
  const of = role === undefined ? ', whose role is in no template' : ` (role ${role})`;
  return [...tableLines([[short(`${who}${of}`)]], []), ...tableLines(rows, [15], 2)];
}

/** The first of several has the heading. */
function headed(heading: string, texts: readonly string[]): [string, string][] {
  return texts.map((text, index) => [index === 0 ? heading : '', text]);
}

/** Several actions on one resource are one line. */
function actionsTogether(rights: readonly EffectiveRight[], { withAction = false } = {}): string[] {
  const place = ({ does, on, conditions }: EffectiveRight) => JSON.stringify([does, on, conditions]);
  return grouped(rights, place).map((same) => {
    const [{ does, on, conditions = [] }] = same;
    const actions = same.map(({ action }) => action).join(', ');
    const what = withAction || does === 'other' || does === 'shadow' ? `${actions} on ${on}` : on;
    return [what, ...conditions.map((condition) => `where ${condition}`)].join(' ');
  });
}

function toldTrust({ effect, principal = '*', conditions = [] }: AccessPrincipal['trust'][number]): string {
  const where = conditions.map(({ operator, key, values }) => {
    const name = key.replace(/^cognito-identity[\w.-]*:/, '');
    return `${name} ${/Not/.test(operator) ? 'not ' : ''}${values.join(' or ')}`;
  });
  return `${effect === 'Deny' ? 'not ' : ''}${[principal, ...where].join(', ')}`;
}
