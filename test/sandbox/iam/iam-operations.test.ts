import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const topic = (name: string) => `arn:aws:iot:us-east-1:111122223333:topic/${name}`;
const policy = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'All', Effect: 'Allow', Action: 'iot:Publish', Resource: topic('rooms/*') },
    {
      Sid: 'Own',
      Effect: 'Allow',
      Action: 'iot:Publish',
      Resource: topic('users/${cognito-identity.amazonaws.com:sub}'),
    },
    { Sid: 'NotSecret', Effect: 'Deny', Action: 'iot:*', Resource: topic('rooms/secret') },
    {
      Sid: 'FromHome',
      Effect: 'Allow',
      Action: 'iot:Connect',
      Resource: '*',
      Condition: { StringEquals: { 'aws:UserId': 'AROAHOME:me' } },
    },
  ],
};
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

let sandbox: Sandbox;
let iam: IAMClient;
const iamOf = ({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials, region = 'us-east-1') =>
  new IAMClient({
    region,
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
beforeAll(async () => {
  const assembly = synthesizedAssembly(({ Resources }) => {
    Resources.Speaker = {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'Speaker',
        AssumeRolePolicyDocument: trust,
        MaxSessionDuration: 7200,
        ManagedPolicyArns: [BASIC],
        Policies: [{ PolicyName: 'Speak', PolicyDocument: policy }],
      },
    };
    Resources.Walker = {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'Walker', Path: '/team/', AssumeRolePolicyDocument: trust },
    };
  });
  sandbox = await runningSandbox({ assembly, region: 'eu-west-1' });
  iam = iamOf(sandbox.views.operator() as AwsCredentials);
});
afterAll(() => sandbox.stop());

const read = (document = '') => JSON.parse(decodeURIComponent(document));
const RoleName = 'Speaker';

describe('roles', () => {
  it('are listed page by page, whatever Region the client signs for', async () => {
    const names: (string | undefined)[] = [];
    const client = iamOf(sandbox.views.operator() as AwsCredentials, 'eu-west-1');
    let Marker: string | undefined;
    do {
      const page = await client.send(new ListRolesCommand({ MaxItems: 2, Marker }));
      expect(page.Roles?.length).toBeLessThanOrEqual(2);
      names.push(...(page.Roles ?? []).map((role) => role.RoleName));
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain(RoleName);
    const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: '/team/' }));
    const Arn = 'arn:aws:iam::111122223333:role/team/Walker';
    expect(Roles).toEqual([expect.objectContaining({ RoleName: 'Walker', Path: '/team/', Arn })]);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Walker' }));
    expect(Role).toMatchObject({ Path: '/team/', Arn });
  });

  it('are shown as the template has them, with their policies', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({
      RoleName,
      Arn: 'arn:aws:iam::111122223333:role/Speaker',
      RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
      MaxSessionDuration: 7200,
      CreateDate: expect.any(Date),
    });
    expect(read(Role?.AssumeRolePolicyDocument)).toEqual(trust);
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames).toEqual(['Speak']);
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'Speak' }));
    expect(read(PolicyDocument)).toEqual(policy);
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC }]);
  });

  it('that are not there are named', async () => {
    const name = 'NoSuchEntityException';
    await expect(iam.send(new GetRoleCommand({ RoleName: 'Nobody' }))).rejects.toMatchObject({ name });
    const other = new GetRolePolicyCommand({ RoleName, PolicyName: 'Sing' });
    await expect(iam.send(other)).rejects.toMatchObject({ name });
    const unfit = new GetRoleCommand({ RoleName: 'a role' });
    await expect(iam.send(unfit)).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('are not for users of the app', async () => {
    const asUser = iamOf((await signedInUser(sandbox)).credentials);
    await expect(asUser.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/is not authorized to perform: iam:GetRole on resource: .*:role\/Speaker/),
    });
    await expect(asUser.send(new ListRolesCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('managed policies', () => {
  it('are shown where the sandbox knows them', async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: BASIC }));
    expect(Policy).toMatchObject({ PolicyName: 'AWSLambdaBasicExecutionRole', Path: '/service-role/' });
    expect(Policy?.AttachmentCount).toBeGreaterThan(0);
    const asked = { PolicyArn: BASIC, VersionId: Policy?.DefaultVersionId };
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(asked));
    expect(read(PolicyVersion?.Document).Statement).toHaveLength(1);
  });

  it.each([
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'SandboxUnsupported'],
    ['arn:aws:iam::111122223333:policy/Mine', 'NoSuchEntityException'],
  ])('are refused by name where it does not: %s', async (PolicyArn, name) => {
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({ name });
  });
});

describe('a simulation', () => {
  async function simulate(more: Partial<SimulatePrincipalPolicyCommandInput> = {}) {
    const { EvaluationResults = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::111122223333:role/Speaker',
        ActionNames: ['iot:Publish'],
        ...more,
      }),
    );
    return EvaluationResults;
  }
  const sub = {
    ContextKeyName: 'cognito-identity.amazonaws.com:sub',
    ContextKeyValues: ['ada'],
    ContextKeyType: 'string' as const,
  };

  it.each<[string, Partial<SimulatePrincipalPolicyCommandInput>, string, string[]]>([
    ['a topic that is allowed', { ResourceArns: [topic('rooms/1')] }, 'allowed', ['All']],
    ['a topic that is denied', { ResourceArns: [topic('rooms/secret')] }, 'explicitDeny', ['NotSecret']],
    ['a topic that nobody speaks of', { ResourceArns: [topic('halls/1')] }, 'implicitDeny', []],
    ['every resource', {}, 'implicitDeny', []],
    ['a variable without a value', { ResourceArns: [topic('users/ada')] }, 'implicitDeny', []],
    ['a variable with one', { ResourceArns: [topic('users/ada')], ContextEntries: [sub] }, 'allowed', ['Own']],
    ['another action', { ActionNames: ['iot:Subscribe'] }, 'implicitDeny', []],
    ['a condition', { ActionNames: ['iot:Connect'] }, 'implicitDeny', []],
    [
      'a condition that holds',
      {
        ActionNames: ['iot:Connect'],
        ContextEntries: [{ ContextKeyName: 'aws:userid', ContextKeyValues: ['AROAHOME:me'], ContextKeyType: 'string' }],
      },
      'allowed',
      ['FromHome'],
    ],
    [
      'a policy that is tried',
      {
        PolicyInputList: [
          JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } }),
        ],
        ResourceArns: [topic('rooms/1')],
      },
      'explicitDeny',
      ['#1'],
    ],
  ])('of %s', async (_, more, decision, sids) => {
    const [result] = await simulate(more);
    expect(result?.EvalDecision).toBe(decision);
    const statements = (result?.MatchedStatements ?? []).map(({ SourcePolicyId }) => SourcePolicyId?.split(' ').at(-1));
    expect(statements).toEqual(sids);
  });

  it('asks for each action on each resource, and names keys that would matter', async () => {
    const results = await simulate({
      ActionNames: ['iot:Publish', 'iot:Connect'],
      ResourceArns: [topic('rooms/1'), topic('halls/1')],
    });
    expect(results.map(({ EvalActionName, EvalResourceName }) => [EvalActionName, EvalResourceName])).toEqual([
      ['iot:Publish', topic('rooms/1')],
      ['iot:Publish', topic('halls/1')],
      ['iot:Connect', topic('rooms/1')],
      ['iot:Connect', topic('halls/1')],
    ]);
    expect(results[0]?.MissingContextValues).toEqual([sub.ContextKeyName]);
    expect(results[2]?.MissingContextValues).toEqual(['aws:userid']);
  });

  it('of 12,000 actions on 12,000 resources goes page by page', async () => {
    const many = (each: string) => new Array<string>(12_000).fill(each);
    const asked = { ActionNames: many('iot:Publish'), ResourceArns: [...many('*').slice(1), topic('rooms/1')] };
    expect(await simulate(asked)).toHaveLength(100);
    const last = await simulate({ ...asked, Marker: `after-${12_000 ** 2 - 2}` });
    expect(last.map(({ EvalDecision }) => EvalDecision)).toEqual(['implicitDeny', 'allowed']);
  });

  it.each([
    ['a role that is not there', { PolicySourceArn: 'arn:aws:iam::111122223333:role/Nobody' }, 'NoSuchEntityException'],
    ['a session', { PolicySourceArn: 'arn:aws:sts::111122223333:assumed-role/Speaker/me' }, 'InvalidInputException'],
    ['no action', { ActionNames: [] }, 'ValidationError'],
    ['a policy that is no JSON', { PolicyInputList: ['{'] }, 'InvalidInputException'],
    ['a boundary', { PermissionsBoundaryPolicyInputList: ['{}'] }, 'SandboxUnsupported'],
    ['another caller', { CallerArn: 'arn:aws:iam::111122223333:user/ada' }, 'SandboxUnsupported'],
  ])('of %s is refused', async (_, more, name) => {
    await expect(simulate(more)).rejects.toMatchObject({ name });
  });
});
