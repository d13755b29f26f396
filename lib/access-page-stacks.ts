import { App, Stack } from 'aws-cdk-lib';
import { CfnPolicy as CfnIamPolicy, type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { identityVariable } from '../contract/connection.js';
import type { IotAccessPolicy } from './iot-access-policy.js';
import { IotAccessStack } from './iot-access-stack.js';
import { readSettings } from './settings.js';
import { completeTopicAccess, type TopicAccess } from './topic-access.js';
import { iamStatements, iotPolicyDocument } from './topic-access-documents.js';

/** Somebody of a stack, and what holds them. */
export interface Actor {
  readonly who: string;
  readonly role: IRole;
  /** Attached to the identity; undefined where the role alone decides. */
  readonly policy?: IotAccessPolicy;
}

export interface ExampleStacks {
  readonly byDefault: () => readonly Actor[];
  readonly withEveryPart: () => readonly Actor[];
  /** The two documents of an access, as Markdown. */
  readonly documents: () => string;
}

const everyWord: TopicAccess = {
  clientIds: ['{identity}', '{identity}-*', '{thing}'],
  publish: ['users/{identity}/*', 'things/{thing}/*', 'tenants/{tenant}/*'],
  subscribe: ['tenants/{tenant}/*'],
  receive: ['tenants/{tenant}/*'],
  retain: ['users/{identity}/*'],
  shadows: ['{thing}'],
};

const everyPart = {
  access: everyWord,
  principalTags: { tenant: 'custom:tenant' },
  signIn: { domainPrefix: 'my-app' },
  developerProvider: 'login.my.app',
  guests: {},
  groups: [
    { name: 'operators', access: { publish: ['machines/*'], subscribe: ['machines/*'], receive: ['machines/*'] } },
  ],
  removalPolicy: 'destroy',
};

/** @param context the feature flags that the app is synthesized with, as `cdk.json` has them */
export function exampleStacks(context: Record<string, unknown>): ExampleStacks {
  const create = (settings: object) => {
    const app = new App({ analyticsReporting: false, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    return new IotAccessStack(app, 'CognitoIotAccess', readSettings(settings));
  };
  return {
    byDefault: () => actors(create({})),
    withEveryPart: () => {
      const stack = create(everyPart);
      const backEnd = new Role(stack, 'BackEnd', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      stack.iotAccess.grantDeveloperSignIn(backEnd);
      return [...actors(stack), { who: 'back end with `grantDeveloperSignIn`', role: backEnd }];
    },
    documents: () => documents(create({})),
  };
}

function actors({ iotAccess }: IotAccessStack): Actor[] {
  const { signIn, policy, groups, attachPolicy, endpoint } = iotAccess;
  const ownRole = (scope: { node: { findChild(id: string): unknown } }) => scope.node.findChild('Role') as Role;
  const detachment = iotAccess.node.tryFindChild('DetachOnDelete');
  return [
    { who: 'signed-in user', role: signIn.authenticatedRole, policy },
    ...groups.map(({ groupName, role }) => ({ who: `member of \`${groupName}\``, role, policy })),
    ...(signIn.unauthenticatedRole ? [{ who: 'guest', role: signIn.unauthenticatedRole }] : []),
    { who: 'attach-policy function', role: ownRole(attachPolicy) },
    { who: 'look-up of the IoT endpoint', role: ownRole(endpoint) },
    ...(detachment ? [{ who: 'detachment before deletion', role: ownRole(detachment) }] : []),
  ];
}

function documents(stack: Stack): string {
  const access = completeTopicAccess(everyWord, { tags: ['tenant'] });
  const role = iamStatements(access, stack).map((statement) => statement.toStatementJson());
  const block = (title: string, document: unknown) =>
    `${title}:\n\n\`\`\`json\n${JSON.stringify(readable(stack.resolve(document)), undefined, 2)}\n\`\`\``;
  return [
    block('The access', everyWord),
    block("The role's statements", role),
    block('The IoT policy', iotPolicyDocument([access], stack)),
  ].join('\n\n');
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

/** Intrinsic functions written out, with the names of pseudo parameters and of resources in angle brackets. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'Fn::Join') return (argument[1] as unknown[]).map(readable).join(argument[0]);
  if (more.length === 0 && name === 'Ref') return pseudo[argument] ?? `<${withoutHash(argument)}>`;
  if (more.length === 0 && name === 'Fn::GetAtt') return `<${withoutHash(argument[0])}.${argument[1]}>`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': '<Region>',
  'AWS::AccountId': '<account>',
};

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** `topic/users/{identity}/*`: without what is the same in all, and with the words of a pattern. */
function shortened(resource: string): string {
  return resource
    .replace(/^arn:aws:[\w-]+:<Region>:<account>:/, '')
    .replaceAll(identityVariable, '{identity}')
    .replaceAll('${iot:Connection.Thing.ThingName}', '{thing}')
    .replace(/\$\{aws:PrincipalTag\/([\w-]+)\}/g, '{$1}');
}
