import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  createStack,
  literal,
  pairs,
  resource,
  resourcesOfType,
  roleStatements,
  statementsOf,
  synthesizedTemplate,
} from '../synthesized-template.js';

const sub = '${cognito-identity.amazonaws.com:sub}';
const iot = 'arn:aws:iot:eu-west-1:111122223333';
const policies = `${iot}:policy/CognitoIotAccess-2e7b572e-*`;

const forDevices = [
  `iot:GetThingShadow ${iot}:thing/*`,
  `iot:Publish ${iot}:topic/$aws/things/*/shadow/*get`,
  `iot:Publish ${iot}:topic/$aws/things/*/shadow/*update`,
  `iot:Publish ${iot}:topic/devices/*/commands/*`,
  `iot:Receive ${iot}:topic/$aws/things/*/shadow/*`,
  `iot:Receive ${iot}:topic/devices/*/state/*`,
  `iot:RetainPublish ${iot}:topic/devices/*/commands/*`,
  `iot:Subscribe ${iot}:topicfilter/$aws/things/*/shadow/*`,
  `iot:Subscribe ${iot}:topicfilter/devices/*/state/*`,
  `iot:UpdateThingShadow ${iot}:thing/*`,
];

const connect = [`iot:Connect ${iot}:client/${sub}`, `iot:Connect ${iot}:client/${sub}-*`];

const own = [
  ...connect,
  `iot:Publish ${iot}:topic/users/${sub}/*`,
  `iot:Receive ${iot}:topic/users/${sub}/*`,
  `iot:Subscribe ${iot}:topicfilter/users/${sub}/*`,
];

describe('every permission with a directory and devices', () => {
  const stack = createStack({
    directory: true,
    devices: {
      publish: ['devices/{device}/commands/*'],
      subscribe: ['devices/{device}/state/*'],
      receive: ['devices/{device}/state/*'],
      retain: ['devices/{device}/commands/*'],
      shadow: ['get', 'update'],
    },
    guests: {},
    groups: [{ name: 'operators', access: { publish: ['machines/*'], subscribe: [], receive: [] } }],
  });
  for (const [name, grant] of [
    ['Reader', 'grantDirectoryRead'],
    ['Granter', 'grantDeviceGrants'],
  ] as const) {
    const role = new Role(stack, name, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    stack.iotAccess[grant](role);
  }
  const template = synthesizedTemplate(stack);
  // Names that CloudFormation makes up are of no interest here, but for what they are of.
  const named = (pair: string) =>
    pair.replace(/<Access(\w+?)(?:[0-9A-F]{8})?\.Arn>/, '<$1>').replace(/arn:aws:execute-api:[^/]*\/[^/]*\//, '<Api>/');
  const of = (role: string) => pairs(roleStatements(template, role)).map(named).sort();
  const invoke = ['DELETE', 'GET', 'POST'].map((method) => `execute-api:Invoke <Api>/${method}/attach-policy`);
  const logs = (group: string) => [`logs:CreateLogStream <${group}>`, `logs:PutLogEvents <${group}>`];

  it.each([
    { role: 'SignInAuthenticatedRole', allowed: [...invoke, ...own, ...forDevices] },
    {
      role: 'GroupoperatorsRole',
      allowed: [...invoke, ...connect, `iot:Publish ${iot}:topic/machines/*`, ...forDevices],
    },
    { role: 'UnauthenticatedRole', allowed: own },
    {
      role: 'AttachPolicyRole',
      allowed: [
        'dynamodb:Query <DirectoryTable>',
        'dynamodb:UpdateItem <DirectoryTable>',
        'iot:AttachPolicy *',
        `iot:DeleteConnection ${iot}:client/eu-west-1:*`,
        'iot:DetachPolicy *',
        'iot:ListAttachedPolicies *',
        ...logs('AttachPolicyLogGroup'),
      ],
    },
    { role: 'EndpointRole', allowed: ['iot:DescribeEndpoint *', ...logs('EndpointLogGroup')] },
    {
      role: 'Reader',
      allowed: [
        'dynamodb:GetItem <DirectoryTable>',
        'dynamodb:Query <DirectoryTable>',
        'dynamodb:Query <DirectoryTable>/index/inverse',
      ],
    },
    {
      role: 'Granter',
      allowed: [
        'dynamodb:DeleteItem <DirectoryTable>',
        'dynamodb:PutItem <DirectoryTable>',
        'dynamodb:Query <DirectoryTable>',
        'dynamodb:Query <DirectoryTable>/index/inverse',
        'iot:AttachPolicy *',
        `iot:CreatePolicy ${policies}`,
        `iot:CreatePolicyVersion ${policies}`,
        `iot:DeletePolicyVersion ${policies}`,
        `iot:GetPolicy ${policies}`,
        `iot:ListPolicyVersions ${policies}`,
      ],
    },
  ])('of $role is named here', ({ role, allowed }) => {
    expect(of(role)).toEqual([...allowed].sort());
  });

  it('is of these roles, and in the IoT policy of all, which has nothing of a device', () => {
    const roles = resourcesOfType(template, 'AWS::IAM::Policy').flatMap(({ Properties }) =>
      Properties.Roles.map(literal),
    );
    expect(new Set(roles).size).toBe(7);
    const shared = statementsOf(resource(template, 'AWS::IoT::Policy', 'AccessPolicy').Properties.PolicyDocument);
    expect(pairs(shared)).toEqual([...own, `iot:Publish ${iot}:topic/machines/*`].sort());
  });
});
