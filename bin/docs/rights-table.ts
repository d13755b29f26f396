import { Stack } from 'aws-cdk-lib';
import { CfnPolicy as CfnIamPolicy, type IRole } from 'aws-cdk-lib/aws-iam';
import { identityVariable } from '../../contract/connection.js';
import type { IotAccessPolicy } from '../../lib/index.js';
import { readable } from './readable.js';

/** Somebody of a stack, and what holds them. */
export interface Actor {
  readonly who: string;
  readonly role: IRole;
  /** Attached to the identity; undefined where the role alone decides. */
  readonly policy?: IotAccessPolicy;
}

/** One row for each action of each actor. */
export function rightsTable(everyone: readonly Actor[]): string {
  const rows = everyone.flatMap((actor) => rightsOf(actor).map((cells) => `| ${cells.join(' | ')} |`));
  return ['| who | may | the role says on | the IoT policy says on |', '|---|---|---|---|', ...rows].join('\n');
}

function rightsOf({ who, role, policy }: Actor): string[][] {
  const ofRole = byAction(policiesOf(role));
  const ofPolicy = byAction(policy ? [readable(Stack.of(policy).resolve(policy.resource.policyDocument))] : []);
  return [...ofRole].map(([action, resources]) => {
    const held = ofPolicy.get(action);
    const second = held ? (held.join() === resources.join() ? 'the same' : listed(held)) : '–';
    return [who, `\`${action}\``, listed(resources), second];
  });
}

function listed(resources: readonly string[]): string {
  return resources.map((resource) => `\`${resource}\``).join('<br>');
}

interface Document {
  readonly Statement: readonly { readonly Action: string | string[]; readonly Resource: string | string[] }[];
}

/** The role's inline policies, as CloudFormation gets them. */
function policiesOf(role: IRole): Document[] {
  const stack = Stack.of(role);
  const name = JSON.stringify(stack.resolve(role.roleName));
  const all = stack.node.findAll().filter((one): one is CfnIamPolicy => CfnIamPolicy.isCfnPolicy(one));
  const own = all.filter(({ roles }) =>
    ((stack.resolve(roles) ?? []) as unknown[]).some((one) => JSON.stringify(one) === name),
  );
  return own.map(({ policyDocument }) => readable(stack.resolve(policyDocument)) as Document);
}

function byAction(documents: readonly unknown[]): Map<string, string[]> {
  const statements = (documents as Document[]).flatMap(({ Statement }) => Statement);
  const pairs = statements.flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((resource) => ({ action, resource: shortened(resource) }))),
  );
  const actions = [...new Set(pairs.map(({ action }) => action))].sort();
  return new Map(
    actions.map((action) => [
      action,
      pairs
        .filter((one) => one.action === action)
        .map(({ resource }) => resource)
        .sort(),
    ]),
  );
}

/** `topic/users/{identity}/*`: without what is the same in all, and with the words of a pattern. */
function shortened(resource: string): string {
  return resource
    .replace(/^arn:aws:[\w-]+:<Region>:<account>:/, '')
    .replaceAll(identityVariable, '{identity}')
    .replaceAll('${iot:Connection.Thing.ThingName}', '{thing}')
    .replace(/\$\{aws:PrincipalTag\/([\w-]+)\}/g, '{$1}');
}
