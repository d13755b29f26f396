import type { Right, RightCondition } from './right.js';

/** Where a document allows and denies on resources of its own (`trust`, `permission`), and not on those that it names. */
const ITS_OWN = '*';

type Statement = Readonly<Record<string, unknown>>;

/**
 * Every right that a policy document states, one for each action on each resource. It refuses nothing: a report says
 * what stands there, also where the sandbox could not judge it.
 */
export function rightsOfDocument(document: string, json: unknown): Right[] {
  const { Statement: given } = (json ?? {}) as { readonly Statement?: unknown };
  const statements = [given ?? []].flat().filter((one) => typeof one === 'object' && one !== null) as Statement[];
  return statements.flatMap((statement, index) => rightsOf(document, statement, index));
}

function rightsOf(document: string, statement: Statement, index: number): Right[] {
  const { Sid, Effect } = statement;
  const effect = Effect === 'Deny' ? 'Deny' : 'Allow';
  const id = typeof Sid === 'string' && Sid !== '' ? Sid : `#${index + 1}`;
  const conditions = conditionsOf(statement.Condition);
  const shared = { effect, document, statement: id, ...(conditions.length > 0 ? { conditions } : {}) } as const;
  const actions = positive(statement, 'Action', 'NotAction');
  const resources = positive(statement, 'Resource', 'NotResource');
  const rights: Right[] = [];
  for (const principal of principalsOf(statement)) {
    for (const action of actions.each) {
      for (const resource of resources.each) {
        if (!isOfItsKind(action, resource)) continue;
        rights.push({
          ...(principal === undefined ? {} : { principal }),
          action,
          ...(actions.except.length > 0 ? { exceptActions: actions.except } : {}),
          resource,
          ...(resources.except.length > 0 ? { exceptResources: resources.except } : {}),
          ...shared,
        });
      }
    }
  }
  return rights;
}

/** What is covered, and what of it is not. */
function positive(statement: Statement, is: string, isNot: string) {
  if (statement[isNot] !== undefined) return { each: ['*'], except: strings(statement[isNot]) };
  return { each: statement[is] === undefined ? [ITS_OWN] : strings(statement[is]), except: [] };
}

/** `NotPrincipal` may be anybody else, so it is taken for everybody. */
function principalsOf({ Principal, NotPrincipal }: Statement): (string | undefined)[] {
  if (NotPrincipal !== undefined || Principal === '*') return ['*'];
  if (Principal === undefined) return [undefined];
  return Object.entries(Principal as object).flatMap(([kind, values]) =>
    strings(values).map((value) => (kind === 'AWS' && value === '*' ? '*' : `${kind} ${value}`)),
  );
}

function conditionsOf(element: unknown): RightCondition[] {
  return Object.entries((element ?? {}) as object).flatMap(([operator, keys]) =>
    Object.entries((keys ?? {}) as object).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: strings(values).sort(),
    })),
  );
}

function strings(value: unknown): string[] {
  return [value].flat().map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

/** What the resource of an action begins with; a statement of several may pair it with those of the others. */
const KINDS: Readonly<Record<string, string>> = {
  'iot:connect': 'client/',
  'iot:publish': 'topic/',
  'iot:receive': 'topic/',
  'iot:retainpublish': 'topic/',
  'iot:getretainedmessage': 'topic/',
  'iot:subscribe': 'topicfilter/',
  'iot:getthingshadow': 'thing/',
  'iot:updatethingshadow': 'thing/',
  'iot:deletethingshadow': 'thing/',
};
const KNOWN_KINDS = ['client/', 'topic/', 'topicfilter/', 'thing/'];

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-action-resources.html */
export function isOfItsKind(action: string, resource: string): boolean {
  const kind = KINDS[action.toLowerCase()];
  const [, named] = /^arn:[^:]*:iot:[^:]*:[^:]*:(\w+\/)/.exec(resource) ?? [];
  return kind === undefined || named === undefined || !KNOWN_KINDS.includes(named) || named === kind;
}
