import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import type { StackAssembly, Template } from '../../../sandbox/template/assembly.js';

const users = { Users: { Type: 'AWS::Cognito::UserPool', Properties: {} } };
const inner: Template = {
  Parameters: { Stage: { Type: 'String' }, Pin: { Type: 'String', NoEcho: true, Default: 'geheim' } },
  Resources: users,
  Outputs: { Stage: { Value: { Ref: 'Stage' }, Description: 'which one' } },
};
const assembly: StackAssembly = {
  stackName: 'App',
  metadata: [],
  assetFolders: new Map(),
  nestedTemplates: new Map([['inner', inner]]),
  template: {
    Resources: {
      ...users,
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'https://s3.amazonaws.com/assets/inner.json', Parameters: { Stage: 'test' } },
      },
    },
    Outputs: { Told: { Value: { 'Fn::ImportValue': 'shared' } } },
  },
  others: [
    {
      stackName: 'Base',
      metadata: [],
      assetFolders: new Map(),
      template: {
        Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
        Outputs: { Out: { Value: 'x', Export: { Name: 'shared' } } },
      },
    },
  ],
};

let sandbox: Sandbox;
let cloudformation: CloudFormationClient;
beforeAll(async () => {
  sandbox = await startSandbox({ assembly });
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  cloudformation = new CloudFormationClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
});
afterAll(() => sandbox.stop());

const stacks = async () => (await cloudformation.send(new DescribeStacksCommand({}))).Stacks ?? [];

it('all stacks are described, with those that are nested', async () => {
  const [app, nested, base] = await stacks();
  expect(app).toMatchObject({ StackName: 'App', Outputs: [{ OutputKey: 'Told', OutputValue: 'x' }] });
  expect(nested).toMatchObject({
    StackName: expect.stringMatching(/^App-Inner-[A-Z0-9]{12}$/),
    ParentId: app?.StackId,
    RootId: app?.StackId,
    Outputs: [{ OutputKey: 'Stage', OutputValue: 'test', Description: 'which one' }],
    Parameters: [
      { ParameterKey: 'Stage', ParameterValue: 'test' },
      { ParameterKey: 'Pin', ParameterValue: '****' },
    ],
  });
  expect(base).toMatchObject({ StackName: 'Base', Outputs: [{ OutputKey: 'Out', ExportName: 'shared' }] });
  expect(base?.ParentId).toBeUndefined();
});

it('the same logical ID is each stack its own resource', async () => {
  const [app, nested] = await stacks();
  const idIn = async (StackName = '') => {
    const command = new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Users' });
    return (await cloudformation.send(command)).StackResourceDetail?.PhysicalResourceId;
  };
  expect(await idIn(app?.StackName)).not.toBe(await idIn(nested?.StackName));
  expect(await idIn(nested?.StackId)).toBe(await idIn(nested?.StackName));
  const PhysicalResourceId = await idIn(nested?.StackName);
  const found = await cloudformation.send(new DescribeStackResourcesCommand({ PhysicalResourceId }));
  expect(found.StackResources).toMatchObject([{ StackName: nested?.StackName, LogicalResourceId: 'Users' }]);
});

it('a nested stack is a resource of its parent', async () => {
  const [, nested] = await stacks();
  const { StackResourceSummaries } = await cloudformation.send(new ListStackResourcesCommand({ StackName: 'App' }));
  expect(StackResourceSummaries?.map(({ PhysicalResourceId }) => PhysicalResourceId)).toContain(nested?.StackId);
});

it('what is left out is refused by name, in the stack that has it', async () => {
  const asked = (StackName: string) =>
    cloudformation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Bucket' }));
  await expect(asked('Base')).rejects.toMatchObject({ name: 'SandboxUnsupported' });
  await expect(asked('App')).rejects.toMatchObject({ name: 'ValidationError' });
  expect(sandbox.views.notEmulated()).toEqual([{ stack: 'Base', logicalId: 'Bucket', type: 'AWS::S3::Bucket' }]);
});
