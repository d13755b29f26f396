import { resourceTypesOf } from '../../../sandbox/ground.js';
import { services } from '../../../sandbox/services.js';
import { withExistingStacks } from '../../../sandbox/template/existing-stacks.js';
import { readStackResources } from '../../../sandbox/template/stack-resources.js';

const environment = { region: 'us-east-1', accountId: '111122223333' };
const stack = (stackName: string, Resources: object) =>
  readStackResources(
    { stackName, template: { Resources: Resources as never }, assetFolders: new Map(), metadata: [] },
    environment,
    resourceTypesOf(services),
  );
const policy = (role: unknown) => ({
  P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', PolicyDocument: {}, Roles: [role] } },
});
const provider = (ProviderName: unknown, ClientId: unknown) => ({
  Pool: {
    Type: 'AWS::Cognito::IdentityPool',
    Properties: { AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [{ ProviderName, ClientId }] },
  },
});
const userPool = { Users: { Type: 'AWS::Cognito::UserPool', Properties: {} } };

describe('a stack with existing ones', () => {
  it('has their pools and roles, and nothing else of them', () => {
    const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'Ours', AssumeRolePolicyDocument: {} } };
    const api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
    const both = withExistingStacks(stack('New', policy('Ours')), [
      stack('Old', { ...userPool, Role: role, Api: api }),
    ]);
    expect(both.ofType('AWS::IAM::Role').map(({ physicalId }) => physicalId)).toEqual(['Ours']);
    expect(both.ofType('AWS::Cognito::UserPool')).toHaveLength(1);
    expect(both.ofType('AWS::ApiGateway::RestApi')).toEqual([]);
  });

  it.each([
    {
      title: 'the role of a policy',
      resources: policy('Theirs'),
      named: 'AWS::IAM::Role Theirs, which AWS::IAM::Policy P',
    },
    {
      title: 'the user pool of an app client',
      resources: { Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'us-east-1_Theirs' } } },
      named: 'AWS::Cognito::UserPool us-east-1_Theirs, which AWS::Cognito::UserPoolClient Client',
    },
    {
      title: 'the user pool of an identity pool',
      resources: provider('cognito-idp.us-east-1.amazonaws.com/us-east-1_Theirs', 'client1'),
      named: 'AWS::Cognito::UserPool us-east-1_Theirs, which AWS::Cognito::IdentityPool Pool',
    },
    {
      title: 'the app client of an identity pool',
      resources: { ...userPool, ...provider({ 'Fn::GetAtt': ['Users', 'ProviderName'] }, 'client1') },
      named: 'AWS::Cognito::UserPoolClient client1, which AWS::Cognito::IdentityPool Pool',
    },
  ])('is refused by name when $title is in none of them', ({ resources, named }) => {
    const missing = () => withExistingStacks(stack('New', resources), []);
    expect(missing).toThrow(
      expect.objectContaining({ code: 'SandboxUnsupported', message: expect.stringContaining(named) }),
    );
  });
});
