import type { Template, TemplateResource } from '../../../sandbox/template/assembly.js';
import { standardOutputs } from '../../../sandbox/template/standard-outputs.js';
import { stackOf } from './stacks.js';

const ref = (name: string) => ({ Ref: name });
const host = '127.0.0.1:8001';
const told = (
  resources: Record<string, TemplateResource>,
  sections: Partial<Template> = {},
  chosen = {},
  nested = new Map(),
) => standardOutputs(stackOf(resources, sections, {}, nested), host, chosen);

const users = { Type: 'AWS::Cognito::UserPool' };
const client = (UserPoolId: unknown) => ({ Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId } });
const identities = (ClientId: unknown, ProviderName: unknown): TemplateResource => ({
  Type: 'AWS::Cognito::IdentityPool',
  Properties: { CognitoIdentityProviders: [{ ClientId, ProviderName }] },
});
const providerOf = (pool: string) => ({ 'Fn::GetAtt': [pool, 'ProviderName'] });

/** A REST API whose resource `/v1/attach-policy` is in two stages. */
const api = (stages: readonly string[]): Record<string, TemplateResource> => ({
  Api: { Type: 'AWS::ApiGateway::RestApi' },
  V1: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { RestApiId: ref('Api'), ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'v1' },
  },
  Attach: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { RestApiId: ref('Api'), ParentId: ref('V1'), PathPart: 'attach-policy' },
  },
  ...Object.fromEntries(
    stages.map((StageName) => [
      `Stage${StageName}`,
      { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: ref('Api'), StageName } },
    ]),
  ),
});

describe('the outputs that every client needs', () => {
  it('are read from the resources where no output has them', () => {
    const { outputs, remarks } = told({
      Users: users,
      Client: client(ref('Users')),
      Identities: identities(ref('Client'), providerOf('Users')),
      Policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'Everyone' } },
      Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'ours', UserPoolId: ref('Users') } },
      ...api(['prod']),
    });
    expect(outputs).toEqual({
      Region: 'eu-west-1',
      UserPoolId: expect.stringMatching(/^eu-west-1_\w{9}$/),
      UserPoolClientId: expect.stringMatching(/^\w{26}$/),
      IdentityPoolId: expect.stringMatching(/^eu-west-1:[0-9a-f-]{36}$/),
      IotEndpoint: host,
      IotPolicyName: 'Everyone',
      SignInDomain: 'ours.auth.eu-west-1.amazoncognito.com',
      AttachPolicyUrl: expect.stringMatching(
        /^https:\/\/\w{10}\.execute-api\.eu-west-1\.amazonaws\.com\/prod\/v1\/attach-policy$/,
      ),
    });
    expect(remarks).toEqual([]);
  });

  it('tell the policy that denies from that of the users', () => {
    const policy = (PolicyName: string, Effect: string) => ({
      Type: 'AWS::IoT::Policy',
      Properties: { PolicyName, PolicyDocument: { Statement: [{ Effect, Action: ['iot:*'], Resource: ['*'] }] } },
    });
    const { outputs, remarks } = told({ Revoked: policy('Nobody', 'Deny'), Policy: policy('Everyone', 'Allow') });
    expect(outputs).toMatchObject({ IotPolicyName: 'Everyone', RevokedPolicyName: 'Nobody' });
    expect(remarks).toEqual([]);
  });

  it.each([
    { StageName: '$default', path: '/attach-policy' },
    { StageName: 'v1', path: '/v1/attach-policy' },
  ])('know the route of an HTTP API in its stage $StageName', ({ StageName, path }) => {
    const route = (RouteKey: string) => ({
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: ref('Api'), RouteKey },
    });
    const { outputs } = told({
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: ref('Api'), StageName } },
      Attach: route('POST /attach-policy'),
      Tell: route('GET /attach-policy'),
      Other: route('$default'),
    });
    expect(outputs.AttachPolicyUrl).toMatch(
      new RegExp(`^https://\\w+\\.execute-api\\.eu-west-1\\.amazonaws\\.com${path}$`),
    );
  });

  it('are those of the templates where they have them', () => {
    const Outputs = { UserPoolId: { Value: 'theirs' }, Other: { Value: 'x' } };
    expect(told({ Users: users }, { Outputs }).outputs).toEqual({
      UserPoolId: 'theirs',
      Other: 'x',
      Region: 'eu-west-1',
      IotEndpoint: host,
    });
  });

  it('are those of a nested stack where no other has them', () => {
    const inner = { Resources: { Users: users }, Outputs: { UserPoolId: { Value: 'told by it' } } };
    const resources = { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'x/n.json' } } };
    expect(told(resources, {}, {}, new Map([['n', inner]])).outputs).toMatchObject({ UserPoolId: 'told by it' });
  });

  it('are of the client and the pool whose tokens the identity pool takes', () => {
    const resources = {
      Others: users,
      Users: users,
      Admin: client(ref('Others')),
      App: client(ref('Users')),
      Identities: identities(ref('App'), providerOf('Users')),
    };
    const { outputs, remarks } = told(resources, {
      Outputs: { App: { Value: ref('App') }, Users: { Value: ref('Users') } },
    });
    expect(outputs).toMatchObject({ UserPoolClientId: outputs.App, UserPoolId: outputs.Users });
    expect(remarks).toEqual([]);
  });

  it('are listed by stack where several fit, with the option that chooses', () => {
    const { outputs, remarks } = told({ One: users, Two: users, ...api(['a', 'b']) });
    expect(outputs.UserPoolId).toBeUndefined();
    expect(outputs['Stack/One.UserPoolId']).toMatch(/^eu-west-1_/);
    expect(outputs['Stack/Two.UserPoolId']).toMatch(/^eu-west-1_/);
    expect(remarks[0]).toBe(
      `Several resources fit UserPoolId: Stack/One (${outputs['Stack/One.UserPoolId']}), ` +
        `Stack/Two (${outputs['Stack/Two.UserPoolId']}). Choose with --stack, or with --output UserPoolId=<value>.`,
    );
    expect(remarks[1]).toMatch(
      /^Several resources fit AttachPolicyUrl: .*\/a\/v1\/attach-policy.*\/b\/v1\/attach-policy/,
    );
  });

  it('are the chosen ones before all others', () => {
    const { outputs, remarks } = told({ One: users, Two: users }, {}, { UserPoolId: 'chosen', Region: 'mars' });
    expect(outputs).toEqual({ UserPoolId: 'chosen', Region: 'mars', IotEndpoint: host });
    expect(remarks).toEqual([]);
  });
});
