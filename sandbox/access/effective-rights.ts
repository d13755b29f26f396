import type { Deed, EffectiveRight, Layer } from './access-report.js';
import { contains, mayMeet, policyPattern } from './policy-pattern.js';
import type { Right, RightCondition } from './right.js';
import { isOfItsKind } from './rights-of-document.js';

/** What an IoT policy is asked for besides the role, and what people call it. */
const DATA_ACTIONS: readonly (readonly [action: string, does: Deed])[] = [
  ['iot:Connect', 'connect'],
  ['iot:Publish', 'publish'],
  ['iot:RetainPublish', 'retain'],
  ['iot:Receive', 'receive'],
  ['iot:Subscribe', 'subscribe'],
  ['iot:GetThingShadow', 'shadow'],
  ['iot:UpdateThingShadow', 'shadow'],
  ['iot:DeleteThingShadow', 'shadow'],
  ['iot:ListNamedShadowsForThing', 'shadow'],
  ['iot:GetRetainedMessage', 'other'],
  ['iot:ListRetainedMessages', 'other'],
];

/** Whether the action is one of messages, and no wildcard. */
export function isDataAction(action: string): boolean {
  return DATA_ACTIONS.some(([known]) => known.toLowerCase() === action.toLowerCase());
}

/** Whether the pattern covers some action of messages. */
export function reachesDataActions(action: string): boolean {
  return DATA_ACTIONS.some(([known]) => coversAction(action, known));
}

/** What all layers together allow, and what one of them denies of it. */
export function effectiveRights(layers: readonly Layer[]): EffectiveRight[] {
  const data = DATA_ACTIONS.flatMap(([action, does]) => {
    const perLayer = layers.map(({ rights }) =>
      rights.filter((right) => coversAction(right.action, action) && isOfItsKind(action, right.resource)),
    );
    return together(perLayer).map((met) => told({ ...met, action }, does));
  });
  const ofIam = layers.filter(({ kind }) => kind !== 'iot-policy');
  const others = ofIam.map(({ rights }) => rights.filter(({ action }) => !isDataAction(action)));
  const rest = together(others).map((met) => told(met, met.action.toLowerCase() === INVOKE ? 'api' : 'other'));
  const denied = layers.flatMap(({ rights }) => rights.filter(({ effect }) => effect === 'Deny'));
  return distinct([
    ...data,
    ...rest,
    ...denied.map((right) => ({ ...told(metOf(right), deedOf(right)), isDenied: true as const })),
  ]);
}

const INVOKE = 'execute-api:invoke';

/** What stands in several documents at once. */
interface Met {
  readonly action: string;
  /** Where none of two patterns lies within the other, both. */
  readonly resources: readonly string[];
  readonly exceptions: readonly string[];
  readonly conditions: readonly RightCondition[];
  readonly by: readonly string[];
}

function metOf(right: Right): Met {
  const { action, exceptActions = [], resource, exceptResources = [], conditions = [] } = right;
  const exceptions = [...exceptActions, ...exceptResources];
  return {
    action,
    resources: [resource],
    exceptions,
    conditions,
    by: [`${right.document}, statement ${right.statement}`],
  };
}

/** Without what lies within another: of two layers, each pair is tried. */
function together(layers: readonly (readonly Right[])[]): Met[] {
  const met = intersections(layers);
  return met.filter(
    (one, index) => !met.some((other, place) => place !== index && liesWithin(one, other, place < index)),
  );
}

function liesWithin(one: Met, other: Met, isEarlier: boolean): boolean {
  const within = (a: Met, b: Met) =>
    a.action === b.action &&
    b.conditions.length === 0 &&
    b.exceptions.length === 0 &&
    b.resources.every((wide) => a.resources.some((text) => narrower(text, wide, { asArn: true })?.[0] === text));
  // Of two that are alike, the earlier one stays.
  return within(one, other) && (isEarlier || !within(other, one));
}

function intersections(layers: readonly (readonly Right[])[]): Met[] {
  const [first = [], ...others] = layers.map((rights) => rights.filter(({ effect }) => effect === 'Allow').map(metOf));
  return others.reduce<readonly Met[]>(
    (met, next) => met.flatMap((one) => next.flatMap((other) => meeting(one, other) ?? [])),
    first,
  ) as Met[];
}

function meeting(one: Met, other: Met): Met | undefined {
  const action = narrower(one.action, other.action, {});
  if (action === undefined) return undefined;
  let resources = one.resources;
  for (const resource of other.resources) {
    const met = resources.flatMap((text) => narrower(text, resource, { asArn: true }) ?? []);
    if (met.length < resources.length) return undefined;
    resources = [...new Set(met.flat())];
  }
  return {
    action: action.join(' and '),
    resources,
    exceptions: [...one.exceptions, ...other.exceptions],
    conditions: [...one.conditions, ...other.conditions],
    by: [...one.by, ...other.by],
  };
}

/** Undefined where no text is covered by both. */
function narrower(a: string, b: string, kind: { readonly asArn?: boolean }): readonly string[] | undefined {
  const form = (text: string) => policyPattern(kind.asArn ? text : text.toLowerCase(), kind);
  if (contains(form(b), form(a))) return [a];
  if (contains(form(a), form(b))) return [b];
  return mayMeet(form(a), form(b)) ? [a, b] : undefined;
}

function coversAction(pattern: string, action: string): boolean {
  return contains(policyPattern(pattern.toLowerCase()), policyPattern(action.toLowerCase()));
}

function deedOf({ action }: Right): Deed {
  const [, does = undefined] = DATA_ACTIONS.find(([known]) => known.toLowerCase() === action.toLowerCase()) ?? [];
  return does ?? (action.toLowerCase() === INVOKE ? 'api' : 'other');
}

function told({ action, resources, exceptions, conditions, by }: Met, does: Deed): EffectiveRight {
  const on = resources.map((resource) => shortResource(resource, does)).join(' and ');
  const except = exceptions.length === 0 ? '' : ` but ${exceptions.map((one) => shortResource(one, does)).join(', ')}`;
  const texts = conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(' or ')}`);
  return {
    does,
    action,
    on: `${on}${except}`,
    ...(texts.length > 0 ? { conditions: [...new Set(texts)] } : {}),
    by: [...new Set(by)],
  };
}

/** A topic, a filter or a client ID without the ARN around it; an API's method and path. */
function shortResource(resource: string, does: Deed): string {
  const [, , , , , ...rest] = resource.split(':');
  const last = rest.join(':');
  if (does === 'api') {
    const [, api, stage, method, path] = /^([^/]+)\/([^/]+)\/([^/]+)\/(.*)$/.exec(last) ?? [];
    return path === undefined ? resource : `${method} /${path} of ${api}, stage ${stage}`;
  }
  const [, kind, name] = /^(client|topic|topicfilter|thing)\/(.*)$/.exec(last) ?? [];
  return resource.split(':')[2] === 'iot' && does !== 'other' && kind !== undefined && name !== undefined
    ? name
    : resource;
}

function distinct(rights: readonly EffectiveRight[]): EffectiveRight[] {
  const seen = new Map(rights.map((right) => [JSON.stringify({ ...right, by: [] }), right]));
  return [...seen.values()];
}
