import { createStack, resource, resourcesOfType, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

describe('an existing', () => {
  const userPoolId = 'eu-west-1_EXAMPLE';
  const identityPool = {
    userPoolId,
    userPoolClientId: 'client1',
    identityPoolId: 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9',
    authenticatedRoleArn: 'arn:aws:iam::111122223333:role/app/Authenticated',
  };
  const made = (settings: unknown) =>
    Object.values(synthesizedTemplate(settings).Resources)
      .map(({ Type }) => Type)
      .filter((type) => type.startsWith('AWS::Cognito'))
      .sort();

  it.each([
    {
      title: 'user pool gets an app client and an identity pool',
      existing: { userPoolId },
      types: ['AWS::Cognito::IdentityPool', 'AWS::Cognito::IdentityPoolRoleAttachment', 'AWS::Cognito::UserPoolClient'],
    },
    {
      title: 'app client gets an identity pool',
      existing: { userPoolId, userPoolClientId: 'client1' },
      types: ['AWS::Cognito::IdentityPool', 'AWS::Cognito::IdentityPoolRoleAttachment'],
    },
    { title: 'identity pool gets nothing', existing: identityPool, types: [] },
  ])(
    '$title',
    ({ existing, types }) => {
      expect(made({ existing })).toEqual(types);
    },
    slowSynthesis,
  );

  it(
    'identity pool keeps its role, which gets one policy more',
    () => {
      const template = synthesizedTemplate({ existing: identityPool });
      const policies = resourcesOfType(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
        Properties.Roles.includes('Authenticated'),
      );
      const actions = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(actionsOf));
      expect(actions.sort()).toEqual([
        'execute-api:Invoke',
        'iot:Connect',
        'iot:Publish',
        'iot:Receive',
        'iot:Subscribe',
      ]);
      expect(JSON.stringify(template.Outputs)).toContain(identityPool.identityPoolId);
    },
    slowSynthesis,
  );

  it(
    'identity pool may have guests, so that a direct invocation tells nothing',
    () => {
      const template = synthesizedTemplate({ existing: identityPool });
      const { Variables } = resource(template, 'AWS::Lambda::Function', 'AttachPolicy').Properties.Environment;
      expect(Variables.GUESTS_ALLOWED).toBe('true');
    },
    slowSynthesis,
  );

  it(
    'identity pool keeps the role of its guests, which gets the statements of guests',
    () => {
      const unauthenticatedRoleArn = 'arn:aws:iam::111122223333:role/Guests';
      const template = synthesizedTemplate({ existing: { ...identityPool, unauthenticatedRoleArn }, guests: {} });
      const policies = resourcesOfType(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
        Properties.Roles.includes('Guests'),
      );
      expect(policies).toHaveLength(1);
    },
    slowSynthesis,
  );

  it.each([
    [{ guests: {} }, /existing\.unauthenticatedRoleArn: is missing/],
    [
      { groups: [{ name: 'a' }] },
      /groups\[0\]\.name: given "a", whose role is not known; allowed: none; give its role/,
    ],
    [{ developerProvider: 'a' }, /developerProvider: cannot be used with existing\.identityPoolId/],
    [{ customAttributes: ['custom:a'] }, /customAttributes: cannot be used with existing\.userPoolId/],
    [{ principalTags: { a: 'custom:a' } }, /principalTags: cannot be used with existing\.identityPoolId/],
    [{ openIdConnectProviders: [{ url: 'https://a', clientIds: ['b'] }] }, /openIdConnectProviders: cannot be used/],
    [{ loginProviders: { facebook: '1' } }, /loginProviders: cannot be used/],
    [{ samlProviders: [{ arn: 'arn:aws:iam::111122223333:saml-provider/a' }] }, /samlProviders: cannot be used/],
  ])('identity pool is not changed for %j', (settings, says) => {
    expect(() => createStack({ existing: identityPool, ...settings })).toThrow(says);
  });
});

it(
  'policies of existing roles have names of this stack, so that no other stack replaces them',
  () => {
    const existing = {
      userPoolId: 'eu-west-1_EXAMPLE',
      userPoolClientId: 'client1',
      identityPoolId: 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9',
      authenticatedRoleArn: 'arn:aws:iam::111122223333:role/Users',
    };
    const template = synthesizedTemplate({ existing });
    const ofTheirs = resourcesOfType(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
      Properties.Roles.includes('Users'),
    );
    expect(ofTheirs.map(({ Properties }) => Properties.PolicyName)).toEqual([
      {
        'Fn::Join': [
          '-',
          [expect.stringMatching(/^\w{1,80}$/), expect.objectContaining({ 'Fn::Select': [2, expect.anything()] })],
        ],
      },
    ]);
    expect(JSON.stringify(ofTheirs[0]?.Properties.PolicyName)).toContain('AWS::StackId');
  },
  slowSynthesis,
);

describe('groups of an existing identity pool', () => {
  const existing = {
    userPoolId: 'eu-west-1_EXAMPLE',
    userPoolClientId: 'client1',
    identityPoolId: 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9',
    authenticatedRoleArn: 'arn:aws:iam::111122223333:role/Users',
    groupRoleArns: { admins: 'arn:aws:iam::111122223333:role/groups/Admins' },
  };

  it(
    'have their roles, which get the access of the group and the API, and no group is made',
    () => {
      const template = synthesizedTemplate({
        existing,
        groups: [{ name: 'admins', access: { subscribe: ['users/{identity}/*', 'all/*'] } }],
      });
      expect(resourcesOfType(template, 'AWS::Cognito::UserPoolGroup')).toEqual([]);
      const [policy, ...others] = resourcesOfType(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
        Properties.Roles.includes('Admins'),
      );
      expect(others).toEqual([]);
      const { Statement } = policy?.Properties.PolicyDocument ?? {};
      expect(Statement.flatMap(actionsOf)).toEqual(expect.arrayContaining(['execute-api:Invoke', 'iot:Subscribe']));
      expect(JSON.stringify(Statement)).toContain(':topicfilter/all/*');
      const { Variables } = resource(template, 'AWS::Lambda::Function', 'AttachPolicy').Properties.Environment;
      expect(JSON.stringify(Variables.GROUP_CONNECTIONS)).toContain(existing.groupRoleArns.admins);
      expect(Variables.AUTHENTICATED_ROLE_ARN).toBe(existing.authenticatedRoleArn);
    },
    slowSynthesis,
  );

  it.each([
    [
      { groups: [{ name: 'editors' }] },
      /groups\[0\]\.name: given "editors", whose role is not known; allowed: admins;/,
    ],
    [
      { groups: [{ name: 'admins', precedence: 1 }] },
      /groups\[0\]\.precedence: cannot be used with existing\.identity/,
    ],
    [
      { existing: { ...existing, groupRoleArns: { admins: existing.authenticatedRoleArn } } },
      /existing\.groupRoleArns\.admins: is the role of existing\.authenticatedRoleArn, too/,
    ],
    [
      { existing: { ...existing, groupRoleArns: { admins: 'Admins' } } },
      /groupRoleArns\.admins: given "Admins"; allowed/,
    ],
    [
      { existing: { userPoolId: 'eu-west-1_A', groupRoleArns: existing.groupRoleArns } },
      /existing\.identityPoolId: is missing; groupRoleArns cannot be used without it/,
    ],
  ])('are refused as %j', (settings, says) => {
    expect(() => createStack({ existing, ...settings })).toThrow(says);
  });
});

function actionsOf({ Action }: { Action: string | string[] }): string[] {
  return [Action].flat();
}
