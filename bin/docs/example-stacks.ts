import { App, type Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { completeTopicAccess } from '../../lib/access/topic-access.js';
import { iamStatements, iotPolicyDocument } from '../../lib/access/topic-access-documents.js';
import { type DeviceAccess, IotAccessStack, readSettings, type TopicAccess } from '../../lib/index.js';
import { readable } from './readable.js';
import type { Actor } from './rights-table.js';

export interface ExampleStacks {
  readonly byDefault: () => readonly Actor[];
  readonly withEveryPart: () => readonly Actor[];
  readonly withDevices: () => readonly Actor[];
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

const devices: DeviceAccess = {
  publish: ['devices/{device}/commands/*'],
  subscribe: ['devices/{device}/state/*'],
  receive: ['devices/{device}/state/*'],
  shadow: ['get', 'update'],
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
      const backEnd = backEndOf(stack);
      stack.iotAccess.grantDeveloperSignIn(backEnd);
      return [...actors(stack), { who: 'back end with `grantDeveloperSignIn`', role: backEnd }];
    },
    withDevices: () => {
      const stack = create({ directory: true, devices });
      const [reader, granter] = [backEndOf(stack, 'Reader'), backEndOf(stack, 'Granter')];
      stack.iotAccess.grantDirectoryRead(reader);
      stack.iotAccess.grantDeviceGrants(granter);
      return [
        ...actors(stack),
        { who: 'back end with `grantDirectoryRead`', role: reader },
        { who: 'back end with `grantDeviceGrants`', role: granter },
      ];
    },
    documents: () => documents(create({})),
  };
}

function backEndOf(stack: Stack, id = 'BackEnd'): Role {
  return new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
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
