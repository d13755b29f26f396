import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetRetainedMessageCommand } from '@aws-sdk/client-iot-data-plane';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import { readRoles } from '../../../sandbox/iam/role-resources.js';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { stackOf } from '../template/stacks.js';

const AWS_POLICY = 'arn:aws:iam::aws:policy';
const TEAM_POLICY = 'arn:aws:iam::111122223333:policy/Team';
const topic = (name: string) => `arn:aws:iot:us-east-1:111122223333:topic/${name}`;
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const trust = document({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const allowAll = { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' };
const denyRooms = { Sid: 'NotSecret', Effect: 'Deny', Action: 'iot:*', Resource: topic('rooms/secret') };

/** Logical ID of the role of signed-in users. */
function userRoleId({ Resources }: EditableTemplate): string {
  const found = Object.keys(Resources).find((id) => /AuthenticatedRole[0-9A-F]{8}$/.test(id) && !/Unauth/.test(id));
  if (found === undefined) throw new Error('the template has no role of signed-in users');
  return found;
}

const bounded = (PermissionsBoundary: unknown) =>
  synthesizedAssembly((template) => {
    Object.assign(template.Resources[userRoleId(template)]?.Properties, { PermissionsBoundary });
  });

describe('the policies of a role', () => {
  const role = (Properties: object = {}) => ({
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'Speaker', AssumeRolePolicyDocument: trust, ...Properties },
  });
  const managed = (Properties: object = {}) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: document(allowAll), ...Properties },
  });

  it('are those that it names and those that name it, each once', () => {
    const [settings] = readRoles(
      stackOf({
        Role: role({ ManagedPolicyArns: [{ Ref: 'Named' }, { Ref: 'Both' }] }),
        Named: managed({ ManagedPolicyName: 'Named', Path: '/team/' }),
        Both: managed({ ManagedPolicyName: 'Both', Roles: ['Speaker'] }),
        Naming: managed({ Roles: ['Speaker'] }),
        Other: managed(),
        Inline: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { PolicyName: 'Own', RoleName: { Ref: 'Role' }, PolicyDocument: document(denyRooms) },
        },
      }),
    );
    expect(settings?.managedPolicyArns).toEqual([
      'arn:aws:iam::111122223333:policy/team/Named',
      'arn:aws:iam::111122223333:policy/Both',
      expect.stringMatching(/^arn:aws:iam::111122223333:policy\/Stack-Naming-\w{12}$/),
    ]);
    expect(settings?.policies).toEqual([{ name: 'Own', document: document(denyRooms) }]);
  });

  it('that name a role of no template are refused by name', () => {
    const resources = { P: managed({ Roles: ['Nobody'] }) };
    const assembly = synthesizedAssembly(({ Resources }) => void Object.assign(Resources, resources));
    return expect(startSandbox({ assembly })).rejects.toThrow(/AWS::IAM::Role Nobody, which AWS::IAM::ManagedPolicy P/);
  });
});

describe('managed policies that IAM would not take do not boot', () => {
  const managed = (properties: object = {}) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: document(allowAll), ...properties },
  });

  it.each<{ title: string; edit: (template: EditableTemplate) => void; words: RegExp }>([
    {
      title: 'eleven of one role',
      edit: (template) => {
        const names = Array.from({ length: 11 }, (_, index) => `Managed${index}`);
        const role = userRoleId(template);
        const [named, naming] = [names.slice(0, 5), names.slice(5)];
        for (const name of named) template.Resources[name] = managed();
        for (const name of naming) template.Resources[name] = managed({ Roles: [{ Ref: role }] });
        const ManagedPolicyArns = named.map((name) => ({ Ref: name }));
        Object.assign(template.Resources[role]?.Properties, { ManagedPolicyArns });
      },
      words: /The number 11 of the managed policies of role .*10 at most/,
    },
    {
      title: 'one that is too long',
      edit: ({ Resources }) => {
        const Action = Array.from({ length: 400 }, (_, index) => `iot:NoSuchAction${index}`);
        Resources.Long = managed({ PolicyDocument: document({ Effect: 'Allow', Action, Resource: '*' }) });
      },
      words: /The size \d{4} of Long \(AWS::IAM::ManagedPolicy\).*6,144 characters/,
    },
    {
      title: 'one with a blank in its name',
      edit: ({ Resources }) => {
        Resources.Named = managed({ ManagedPolicyName: 'my policy' });
      },
      words: /ManagedPolicyName "my policy" of Named/,
    },
  ])('$title', async ({ edit, words }) => {
    await expect(startSandbox({ assembly: synthesizedAssembly(edit) })).rejects.toThrow(words);
  });
});

describe('a boundary that nobody has told', () => {
  it('stops the boot, and says how to tell it', async () => {
    await expect(startSandbox({ assembly: bounded(TEAM_POLICY) })).rejects.toThrow(
      /the managed policy .*policy\/Team, which bounds role .*AuthenticatedRole.*--managed-policy .*policy\/Team=FILE/,
    );
  });

  it('is taken from where it was given, and is one of AWS otherwise', async () => {
    const managedPolicies = { [TEAM_POLICY]: document(allowAll) };
    await (await startSandbox({ assembly: bounded(TEAM_POLICY), managedPolicies })).stop();
    await (await startSandbox({ assembly: bounded(`${AWS_POLICY}/AWSIoTDataAccess`) })).stop();
    await expect(startSandbox({ assembly: bounded(`${AWS_POLICY}/SecurityAudit`) })).rejects.toThrow(/SecurityAudit/);
  });
});

describe('in a stack with boundaries and managed policies', () => {
  let sandbox: Sandbox;
  let iam: IAMClient;
  beforeAll(async () => {
    const assembly = synthesizedAssembly((template) => {
      const { Resources } = template;
      const userRole = userRoleId(template);
      Resources.Bounds = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          ManagedPolicyName: 'Bounds',
          Description: 'What anybody may at most',
          PolicyDocument: document(
            { Sid: 'Iot', Effect: 'Allow', Action: ['iot:Connect', 'iot:Publish'], Resource: '*' },
            denyRooms,
          ),
        },
      };
      Resources.More = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: 'More', Roles: [{ Ref: userRole }], PolicyDocument: document(allowAll) },
      };
      Object.assign(Resources[userRole]?.Properties, { PermissionsBoundary: { Ref: 'Bounds' } });
      Resources.Speaker = {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'Speaker',
          AssumeRolePolicyDocument: trust,
          ManagedPolicyArns: [{ Ref: 'More' }],
          PermissionsBoundary: { 'Fn::GetAtt': ['Bounds', 'PolicyArn'] },
        },
      };
    });
    sandbox = await runningSandbox({ assembly });
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    iam = new IAMClient({ region: 'us-east-1', endpoint: sandbox.url, maxAttempts: 1, credentials });
  });
  afterAll(() => sandbox.stop());

  const BOUNDS = 'arn:aws:iam::111122223333:policy/Bounds';
  const MORE = 'arn:aws:iam::111122223333:policy/More';

  it('what the boundary does not allow is refused, with the layer that refused it', async () => {
    const { credentials } = await signedInUser(sandbox);
    const read = iotClients(sandbox, credentials).data.send(new GetRetainedMessageCommand({ topic: 'rooms/1' }));
    await expect(read).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    const decision = sandbox.views.decisions(0).findLast(({ action }) => action === 'iot:GetRetainedMessage');
    expect(decision?.layers).toEqual([
      expect.objectContaining({ kind: 'iam-role', effect: 'Allow', document: expect.stringContaining(MORE) }),
      { kind: 'permissions-boundary', effect: 'ImplicitDeny' },
      expect.objectContaining({ kind: 'no-iot-policy' }),
    ]);
  });

  it('a simulation asks the boundary, too', async () => {
    const { EvaluationResults = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::111122223333:role/Speaker',
        ActionNames: ['iot:Publish', 'iot:Subscribe'],
        ResourceArns: [topic('rooms/1'), topic('rooms/secret')],
      }),
    );
    expect(
      EvaluationResults.map((result) => [
        result.EvalDecision,
        result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      ]),
    ).toEqual([
      ['allowed', true],
      ['explicitDeny', false],
      ['implicitDeny', false],
      ['explicitDeny', false],
    ]);
    const ids = EvaluationResults[1]?.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId);
    expect(ids).toEqual([`permissions boundary ${BOUNDS} of role Speaker, statement NotSecret`]);
  });

  it('IAM lists and shows them', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Speaker' }));
    expect(Role?.PermissionsBoundary).toEqual({ PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: BOUNDS });
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'Speaker' }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'More', PolicyArn: MORE }]);
    const listed = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    expect(listed.Policies).toEqual([
      expect.objectContaining({ Arn: BOUNDS, AttachmentCount: 0, PermissionsBoundaryUsageCount: 2 }),
      expect.objectContaining({ Arn: MORE, AttachmentCount: 2, PermissionsBoundaryUsageCount: 0 }),
    ]);
    const onlyAttached = await iam.send(new ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true }));
    expect(onlyAttached.Policies?.map(({ Arn }) => Arn)).toEqual([MORE]);
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: BOUNDS }));
    expect(Policy?.Description).toBe('What anybody may at most');
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: MORE, VersionId: 'v1' }));
    expect(JSON.parse(decodeURIComponent(version.PolicyVersion?.Document ?? ''))).toEqual(document(allowAll));
    const entities = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: MORE }));
    expect(entities.PolicyRoles?.map(({ RoleName }) => RoleName)).toContain('Speaker');
    const bounds = new ListEntitiesForPolicyCommand({ PolicyArn: BOUNDS, PolicyUsageFilter: 'PermissionsPolicy' });
    expect((await iam.send(bounds)).PolicyRoles ?? []).toEqual([]);
    await expect(iam.send(new ListPoliciesCommand({}))).rejects.toMatchObject({ name: 'SandboxUnsupported' });
  });
});
