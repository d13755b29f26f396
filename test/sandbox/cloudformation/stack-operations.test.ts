import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import type { StackAssembly } from '../../../sandbox/template/assembly.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

let sandbox: Sandbox;
let booted: StackAssembly;
let cloudformation: CloudFormationClient;
const clientOf = ({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) =>
  new CloudFormationClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
beforeAll(async () => {
  booted = synthesizedAssembly(({ Resources }) => {
    Resources.Queue = { Type: 'AWS::SQS::Queue', Properties: {} };
  });
  const other = { ...booted, stackName: 'Other', template: { Resources: {} } };
  sandbox = await runningSandbox({ assembly: booted, existing: [other] });
  cloudformation = clientOf(sandbox.views.operator() as AwsCredentials);
});
afterAll(() => sandbox.stop());

const StackName = 'CognitoIotAccess';
const StackId = `arn:aws:cloudformation:us-east-1:111122223333:stack/${StackName}/sandbox`;

describe('the stack', () => {
  it.each([[{}], [{ StackName }], [{ StackName: StackId }]])(
    'has the outputs that a client of the sandbox needs: %j',
    async (asked) => {
      const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand(asked));
      expect(Stacks).toEqual([
        expect.objectContaining({ StackName, StackId, StackStatus: 'CREATE_COMPLETE', CreationTime: expect.any(Date) }),
      ]);
      const outputs = (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
      expect(Object.fromEntries(outputs)).toEqual(sandbox.outputs);
      expect(sandbox.outputs.AttachPolicyUrl).toContain(sandbox.url);
    },
  );

  it('lists the resources with the IDs that all operations know them by', async () => {
    const { StackResourceSummaries = [] } = await cloudformation.send(new ListStackResourcesCommand({ StackName }));
    const ids = StackResourceSummaries.map(({ PhysicalResourceId }) => PhysicalResourceId);
    expect(ids).toContain(sandbox.outputs.UserPoolId);
    expect(ids).toContain(sandbox.outputs.IdentityPoolId);
    const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }));
    expect(StackResources.map(({ PhysicalResourceId }) => PhysicalResourceId)).toEqual(ids);
    const pool = StackResources.find(({ ResourceType }) => ResourceType === 'AWS::Cognito::UserPool');
    const { LogicalResourceId } = pool ?? {};
    const { StackResourceDetail } = await cloudformation.send(
      new DescribeStackResourceCommand({ StackName, LogicalResourceId }),
    );
    expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: sandbox.outputs.UserPoolId, StackId });
    const byId = new DescribeStackResourcesCommand({ PhysicalResourceId: sandbox.outputs.UserPoolId });
    expect((await cloudformation.send(byId)).StackResources).toEqual([expect.objectContaining({ LogicalResourceId })]);
  });

  it('has the template that was booted, with what is not emulated', async () => {
    const { TemplateBody = '', StagesAvailable } = await cloudformation.send(new GetTemplateCommand({ StackName }));
    const { Resources } = JSON.parse(TemplateBody);
    expect(Resources.Queue).toEqual({ Type: 'AWS::SQS::Queue', Properties: {} });
    expect(Object.keys(Resources)).toEqual(Object.keys(booted.template.Resources));
    expect(StagesAvailable).toEqual(['Original', 'Processed']);
    const byId = await cloudformation.send(new GetTemplateCommand({ StackName: StackId, TemplateStage: 'Processed' }));
    expect(byId.TemplateBody).toBe(TemplateBody);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    [
      'the template of another stack',
      () => cloudformation.send(new GetTemplateCommand({ StackName: 'Nowhere' })),
      { name: 'ValidationError', message: 'Stack with id Nowhere does not exist' },
    ],
    [
      'the template of a change set, of which there are none',
      () => cloudformation.send(new GetTemplateCommand({ StackName, ChangeSetName: 'x' })),
      { name: 'SandboxUnsupported' },
    ],
    [
      'another stack',
      () => cloudformation.send(new DescribeStacksCommand({ StackName: 'Nowhere' })),
      { name: 'ValidationError', message: 'Stack with id Nowhere does not exist' },
    ],
    [
      'a stack that is there for its pools alone',
      () => cloudformation.send(new DescribeStacksCommand({ StackName: 'Other' })),
      { name: 'SandboxUnsupported' },
    ],
    [
      'a resource that the template does not have',
      () => cloudformation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Nothing' })),
      { name: 'ValidationError', message: `Resource Nothing does not exist for stack ${StackName}` },
    ],
    [
      'a resource that is not emulated',
      () => cloudformation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Queue' })),
      { name: 'SandboxUnsupported', message: expect.stringContaining('AWS::SQS::Queue Queue') },
    ],
    ['no stack at all', () => cloudformation.send(new DescribeStackResourcesCommand({})), { name: 'ValidationError' }],
    [
      'an ID that nothing has',
      () => cloudformation.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'nothing' })),
      { name: 'ValidationError' },
    ],
    [
      'a second page',
      () => cloudformation.send(new DescribeStacksCommand({ StackName, NextToken: 'x' })),
      { name: 'SandboxUnsupported' },
    ],
  ])('refuses %s', async (_, ask, error) => {
    await expect(ask()).rejects.toMatchObject(error);
  });

  it('is nothing to users of the app', async () => {
    const asUser = clientOf((await signedInUser(sandbox)).credentials);
    for (const asked of [new DescribeStacksCommand({ StackName }), new GetTemplateCommand({ StackName })]) {
      await expect(asUser.send(asked as DescribeStacksCommand)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(`:stack/${StackName}/*`),
      });
    }
  });
});
