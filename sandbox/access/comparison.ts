import type { AccessPrincipal, AccessReport, Layer } from './access-report.js';
import type { AccessComparison, Difference } from './difference.js';
import { doorDifferences } from './door-differences.js';
import { marked } from './mark-differences.js';
import { inNewNames } from './renaming.js';
import type { Right } from './right.js';
import { widenings } from './widening.js';

/**
 * What a report allows beyond an earlier one. Logical IDs, the order of statements and how they are cut do not matter.
 */
export function compareAccess(earlier: AccessReport, now: AccessReport): AccessComparison {
  const before = inNewNames(earlier, now);
  const known = (who: string) => before.principals.find((one) => one.who === who);
  const pairs = now.principals.map((after) => ({ after, old: known(after.who) ?? standIn(after, before) }));
  const gone = before.principals.filter(({ who }) => !now.principals.some((one) => one.who === who));
  const come = now.principals.filter(({ who }) => known(who) === undefined);
  const doors = doorDifferences(before.doors, now.doors);
  const wider = [...pairs.flatMap(({ after, old }) => widerThan(old, after)), ...doors.wider];
  const other = [
    ...come.map(({ who }) => ({ kind: 'principal-added' as const, where: who, what: who })),
    ...gone.map(({ who }) => ({ kind: 'principal-removed' as const, where: who, what: who })),
    ...pairs.flatMap(({ after, old }) => (old?.who === after.who ? narrowerThan(old, after) : [])),
    ...doors.other,
  ];
  return marked({ wider, other }, before.marks, now.marks);
}

/** Whoever is new in a group was a user before, with what users had. */
function standIn({ who, kind }: AccessPrincipal, { principals }: AccessReport): AccessPrincipal | undefined {
  if (kind !== 'group' && kind !== 'rule') return undefined;
  const users = principals.filter((one) => one.kind === 'users');
  const [, of] = / of (<[^>]+>)$/.exec(who) ?? [];
  return users.length === 1 ? users[0] : users.find((one) => one.who === `users of ${of}`);
}

function widerThan(old: AccessPrincipal | undefined, after: AccessPrincipal): Difference[] {
  const { who } = after;
  const layers = after.layers.flatMap((layer) => layerWidened(layerOf(old, layer.kind), layer, old === undefined, who));
  const removed = (old?.layers ?? [])
    .filter(({ kind }) => after.role !== undefined && layerOf(after, kind) === undefined)
    .map(({ kind, documents }) => ({
      kind: 'layer-removed' as const,
      where: who,
      layer: kind,
      what: documents.join(', '),
    }));
  const trust = widenings(old?.trust ?? (after.kind === 'function' ? FUNCTION_TRUST : []), after.trust);
  const invoked = widenings(old?.invokedBy ?? [], after.invokedBy ?? []);
  return [
    ...layers,
    ...removed,
    ...trust.map(({ right }) => ofRight('trust-widened', who, right)),
    ...invoked.map(({ right }) => ofRight('invocation-added', who, right)),
  ];
}

/** That Lambda runs a function is nothing to be told of a new one. */
const FUNCTION_TRUST: readonly Right[] = [
  {
    effect: 'Allow',
    principal: 'Service lambda.amazonaws.com',
    action: 'sts:AssumeRole',
    resource: '*',
    document: '',
    statement: '',
  },
];

function layerOf(principal: AccessPrincipal | undefined, kind: Layer['kind']): Layer | undefined {
  return principal?.layers.find((layer) => layer.kind === kind);
}

/** What bounds may only say less; where nothing did before, it is a bound more. */
function layerWidened(old: Layer | undefined, layer: Layer, isNew: boolean, where: string): Difference[] {
  const bounds = layer.kind === 'permissions-boundary' || layer.kind === 'session-policy';
  if (bounds && old === undefined) return [];
  if (layer.kind === 'iot-policy' && isNew) return [];
  const unknown = (layer.unknown ?? []).filter((arn) => !old?.unknown?.includes(arn));
  return [
    ...widenings(old?.rights ?? [], layer.rights).map(({ kind, right }) => ofRight(kind, where, right, layer.kind)),
    ...unknown.map((what) => ({ kind: 'unknown-policy' as const, where, layer: layer.kind, what })),
  ];
}

function narrowerThan(old: AccessPrincipal, after: AccessPrincipal): Difference[] {
  const { who } = after;
  const added = after.layers
    .filter(({ kind }) => layerOf(old, kind) === undefined)
    .map(({ kind, documents }) => ({
      kind: 'layer-added' as const,
      where: who,
      layer: kind,
      what: documents.join(', '),
    }));
  const layers = after.layers.flatMap((layer) =>
    widenings(layer.rights, layerOf(old, layer.kind)?.rights ?? []).map(({ kind, right }) =>
      ofRight(kind === 'deny-removed' ? 'deny-added' : 'right-removed', who, right, layer.kind),
    ),
  );
  const trust = widenings(after.trust, old.trust).map(({ right }) => ofRight('trust-narrowed', who, right));
  const invoked = widenings(after.invokedBy ?? [], old.invokedBy ?? []);
  return [...added, ...layers, ...trust, ...invoked.map(({ right }) => ofRight('invocation-removed', who, right))];
}

function ofRight(kind: Difference['kind'], where: string, right: Right, layer?: Layer['kind']): Difference {
  const { principal, action, exceptActions, resource, exceptResources, conditions = [], document, statement } = right;
  const but = [...(exceptActions ?? []), ...(exceptResources ?? [])];
  const what = [
    ...(principal === undefined ? [] : [principal]),
    action,
    ...(resource === '*' && principal !== undefined ? [] : [`on ${resource}`]),
    ...(but.length === 0 ? [] : [`but ${but.join(', ')}`]),
    ...conditions.map(({ operator, key, values }) => `where ${operator} ${key} ${values.join(' or ')}`),
  ].join(' ');
  return { kind, where, what, ...(layer === undefined ? {} : { layer }), document, statement, right };
}
