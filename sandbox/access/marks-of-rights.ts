import type { AccessPrincipal, Layer, Mark } from './access-report.js';
import { isDataAction, reachesDataActions } from './effective-rights.js';
import { contains, policyPattern } from './policy-pattern.js';
import type { Right } from './right.js';
import { covers } from './right-containment.js';

/** What is remarkable about what a principal may do. */
export function marksOfRights(principal: AccessPrincipal): Mark[] {
  const { layers, kind } = principal;
  const granting = layers.filter((layer) => layer.kind === 'role' || layer.kind === 'iot-policy');
  const marks = granting.flatMap((layer) =>
    allowed(layer).flatMap((right) => [
      ...wildcards(right),
      ...(kind === 'function' || kind === 'role' ? [] : [...beyondOwnPlace(right), ...attaching(right)]),
      ...clientIdVariable(right),
    ]),
  );
  const all = [...marks, ...onlyOneHoldsBack(layers), ...unknownPolicies(layers)];
  return all.map((mark) => ({ ...mark, where: principal.who }));
}

type Placeless = Omit<Mark, 'where'>;

function allowed({ rights }: Layer): Right[] {
  const denies = rights.filter(({ effect }) => effect === 'Deny');
  return rights.filter((right) => right.effect === 'Allow' && !denies.some((deny) => covers(deny, right)));
}

function mark(code: string, { document, statement, action, resource }: Right, words: string): Placeless {
  return { code, document, statement, action, resource, words };
}

function wildcards(right: Right): Placeless[] {
  const { action, exceptActions, resource, exceptResources } = right;
  const marks: Placeless[] = [];
  if (exceptActions !== undefined) marks.push(mark('not-action', right, 'Every action but those that it names.'));
  else if (action.includes('*')) marks.push(mark('wide-action', right, 'More than one action.'));
  if (exceptResources !== undefined) marks.push(mark('not-resource', right, 'Every resource but those that it names.'));
  else if (resource === '*') marks.push(mark('any-resource', right, 'On every resource.'));
  else if (resource.includes('*') && !isOwn(resource) && !isOneLogGroup(resource)) {
    marks.push(mark('wide-resource', right, 'More than one resource.'));
  }
  return marks;
}

/** What follows are the streams of one group. */
function isOneLogGroup(resource: string): boolean {
  return /:log-group:[^:*?]+:(\*|log-stream:\*)$/.test(resource);
}

/** Of whoever is signed in: their own identity stands before any wildcard, and nothing can stand in its place. */
function isOwn(resource: string): boolean {
  const identity = resource.search(/\$\{\s*cognito-identity[.-][\w.-]*amazonaws\.com:sub\s*\}/i);
  const wildcard = resource
    .split(':')
    .slice(5)
    .join(':')
    .search(/[*?](?!\})/);
  const prefix = resource.split(':').slice(0, 5).join(':').length + 1;
  return identity >= 0 && (wildcard < 0 || identity < prefix + wildcard);
}

function beyondOwnPlace(right: Right): Placeless[] {
  if (!reachesDataActions(right.action) || isOwn(right.resource)) return [];
  return [mark('beyond-own-place', right, "Beyond the user's own identity: shared by all who have this right.")];
}

const ATTACH = ['iot:attachpolicy', 'iot:attachprincipalpolicy'];

function attaching(right: Right): Placeless[] {
  const pattern = policyPattern(right.action.toLowerCase());
  if (!ATTACH.some((action) => contains(pattern, policyPattern(action)))) return [];
  return [
    mark(
      'may-attach-policies',
      right,
      'Whoever has this attaches an IoT policy to themselves: the IoT policy holds nothing back.',
    ),
  ];
}

function clientIdVariable(right: Right): Placeless[] {
  if (!/\$\{\s*iot:clientid\s*\}/i.test(right.resource)) return [];
  return [mark('client-id-variable', right, 'A client names itself: ${iot:ClientId} restricts nothing.')];
}

/** What the one allows and the other does not: one mistake away from being allowed. */
function onlyOneHoldsBack(layers: readonly Layer[]): Placeless[] {
  const role = layers.find(({ kind }) => kind === 'role');
  const policy = layers.find(({ kind }) => kind === 'iot-policy');
  if (role === undefined || policy === undefined) return [];
  const beyond = (one: Layer, other: Layer) =>
    allowed(one)
      .filter(({ action }) => isDataAction(action) || reachesDataActions(action))
      .filter((right) => !allowed(other).some((counterpart) => covers(counterpart, right)));
  return [
    ...beyond(role, policy).map((right) =>
      mark('only-iot-policy-holds-back', right, 'The role allows it as it is; only the IoT policy holds it back.'),
    ),
    ...beyond(policy, role).map((right) =>
      mark('only-role-holds-back', right, 'The IoT policy allows it as it is; only the role holds it back.'),
    ),
  ];
}

function unknownPolicies(layers: readonly Layer[]): Placeless[] {
  return layers.flatMap(({ kind, unknown = [] }) =>
    unknown.map((what) => ({
      code: kind === 'permissions-boundary' ? 'unknown-boundary' : 'unknown-policy',
      what,
      words: `${what} is in no template: give its document with --managed-policy ${what}=FILE.`,
    })),
  );
}
