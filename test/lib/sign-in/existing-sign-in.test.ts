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
    [{ groups: [{ name: 'a' }] }, /groups: cannot be used with existing\.identityPoolId/],
    [{ developerProvider: 'a' }, /developerProvider: cannot be used with existing\.identityPoolId/],
    [{ principalTags: { a: 'custom:a' } }, /principalTags: cannot be used with existing\.identityPoolId/],
    [{ openIdConnectProviders: [{ url: 'https://a', clientIds: ['b'] }] }, /openIdConnectProviders: cannot be used/],
  ])('identity pool is not changed for %j', (settings, says) => {
    expect(() => createStack({ existing: identityPool, ...settings })).toThrow(says);
  });
});

function actionsOf({ Action }: { Action: string | string[] }): string[] {
  return [Action].flat();
}
