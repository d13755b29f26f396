import { accessReport, compareAccess } from '../../../sandbox/index.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import {
  all,
  allow,
  CLIENT,
  type Edit,
  functionUrl,
  idOf,
  METHOD,
  nothing,
  POOL,
  properties,
  set,
  withoutRevokedPolicy,
} from './template-edits.js';

const reportOf = (edit: Edit) => accessReport(synthesizedAssembly(edit));
const add =
  (id: string, Type: string, Properties: object): Edit =>
  ({ Resources }) =>
    void Object.assign(Resources, { [id]: { Type, Properties } });
const issuer = (pool: string) => `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;

/** An HTTP API with a JWT authorizer. */
const httpApi = ({
  api = {},
  jwt = {},
  route = {},
}: Readonly<Record<'api' | 'jwt' | 'route', object>> | Record<string, never>): Edit =>
  all(
    add('Http', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', Name: 'http', ...api }),
    add('Jwt', 'AWS::ApiGatewayV2::Authorizer', {
      ApiId: { Ref: 'Http' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: issuer('us-east-1_a'), Audience: ['one'], ...jwt },
    }),
    add('Things', 'AWS::ApiGatewayV2::Route', {
      ApiId: { Ref: 'Http' },
      RouteKey: 'GET /things',
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'Jwt' },
      AuthorizationScopes: ['things/read'],
      ...route,
    }),
  );
const none = { api: {}, jwt: {}, route: {} };

const cognitoMethod = (
  method: object,
  ProviderARNs: readonly string[] = ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a'],
): Edit =>
  all(
    (template) =>
      add('ByPool', 'AWS::ApiGateway::Authorizer', {
        RestApiId: { Ref: idOf(template, 'AWS::ApiGateway::RestApi') },
        Type: 'COGNITO_USER_POOLS',
        Name: 'by-pool',
        IdentitySource: 'method.request.header.Authorization',
        ProviderARNs,
      })(template),
    set(METHOD, { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'ByPool' }, ...method }, /DELETE/),
  );

const permission =
  (given: object, functionName: (id: string) => unknown = (id) => ({ Ref: id })): Edit =>
  (template) => {
    const FunctionName = functionName(idOf(template, 'AWS::Lambda::Function', /AttachPolicy/));
    add('More', 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', Principal: '*', ...given, FunctionName })(
      template,
    );
  };
const restPolicy = (...statements: object[]): Edit =>
  set('AWS::ApiGateway::RestApi', { Policy: { Version: '2012-10-17', Statement: statements } });
const everybody = { ...allow('execute-api:Invoke', 'execute-api:/*'), Principal: '*' };
const principalTags =
  (PrincipalTags: object): Edit =>
  (template) =>
    add('Tags', 'AWS::Cognito::IdentityPoolPrincipalTag', {
      IdentityPoolId: { Ref: idOf(template, POOL) },
      IdentityProviderName: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_a',
      PrincipalTags,
    })(template);
const rules = (...Rules: object[]): Edit =>
  set('AWS::Cognito::IdentityPoolRoleAttachment', {
    RoleMappings: {
      pool: { Type: 'Rules', IdentityProvider: 'p', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules } },
    },
  });
const webAcl: Edit = (template) =>
  add('Acl', 'AWS::WAFv2::WebACLAssociation', {
    ResourceArn: {
      'Fn::Sub': `arn:aws:apigateway:us-east-1::/restapis/\${${idOf(template, 'AWS::ApiGateway::RestApi')}}/stages/prod`,
    },
    WebACLArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/acl/1',
  })(template);

describe('a baseline notices of what is around policies', () => {
  it.each<{ title: string; before?: Edit; edit: Edit }>([
    {
      title: "a route's scopes that are gone",
      before: httpApi(none),
      edit: httpApi({ ...none, route: { AuthorizationScopes: [] } }),
    },
    {
      title: "one more of a route's scopes, each of which will do",
      before: httpApi(none),
      edit: httpApi({ ...none, route: { AuthorizationScopes: ['things/read', 'openid'] } }),
    },
    {
      title: 'one more audience',
      before: httpApi(none),
      edit: httpApi({ ...none, jwt: { Audience: ['one', 'two'] } }),
    },
    {
      title: 'another issuer',
      before: httpApi(none),
      edit: httpApi({ ...none, jwt: { Issuer: issuer('us-east-1_b') } }),
    },
    {
      title: 'a route that quick create makes',
      before: httpApi(none),
      edit: httpApi({ ...none, api: { Target: 'arn:aws:lambda:us-east-1:123456789012:function:x' } }),
    },
    { title: 'an HTTP API from a document', before: httpApi(none), edit: httpApi({ ...none, api: { Body: {} } }) },
    {
      title: "a method's scopes that are gone",
      before: cognitoMethod({ AuthorizationScopes: ['a/b'] }),
      edit: cognitoMethod({}),
    },
    {
      title: 'one more user pool of an authorizer',
      before: cognitoMethod({}),
      edit: cognitoMethod({}, [
        'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a',
        'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_b',
      ]),
    },
    {
      title: 'an OPTIONS method that calls a function',
      before: nothing,
      edit: set(METHOD, { Integration: { Type: 'AWS_PROXY', Uri: 'x' } }, /OPTIONS/),
    },
    {
      title: 'a permission that is not for the URL alone any more',
      before: permission({ InvokedViaFunctionUrl: true }),
      edit: permission({}),
    },
    {
      title: 'a permission on a version of the function',
      edit: permission({ Principal: '999988887777' }, (id) => ({ 'Fn::Sub': `\${${id}}:live` })),
    },
    {
      title: "a permission by the function's partial ARN",
      edit: permission({ Principal: '999988887777' }, (id) => ({ 'Fn::Sub': `\${AWS::AccountId}:function:\${${id}}` })),
    },
    { title: 'an API policy that allows everybody what a role did', edit: restPolicy(everybody) },
    { title: 'an API policy that is gone', before: restPolicy(everybody), edit: nothing },
    { title: 'a web ACL that is gone', before: webAcl, edit: nothing },
    { title: 'an IoT policy that denies everything, and is gone', edit: withoutRevokedPolicy },
    {
      title: 'an IoT policy that denies less than everything',
      edit: (template) => {
        properties(template, 'AWS::IoT::Policy', /RevokedPolicy/).PolicyDocument.Statement[0].Action = ['iot:Publish'];
      },
    },
    {
      title: 'a tag that comes of another claim',
      before: principalTags({ t: 'custom:tenant' }),
      edit: principalTags({ t: 'nickname' }),
    },
    {
      title: 'a rule for whoever says so',
      before: rules({ Claim: 'a', MatchType: 'Equals', Value: 'b', RoleARN: 'arn:aws:iam::123456789012:role/x' }),
      edit: rules({ Claim: 'a', MatchType: 'Equals', Value: 'b', RoleARN: 'arn:aws:iam::123456789012:role/y' }),
    },
    {
      title: 'one more claim that maps to a role',
      before: rules({ Claim: 'a', MatchType: 'Equals', Value: 'b', RoleARN: 'arn:aws:iam::123456789012:role/x' }),
      edit: rules(
        { Claim: 'a', MatchType: 'Equals', Value: 'b', RoleARN: 'arn:aws:iam::123456789012:role/x' },
        { Claim: 'c', MatchType: 'NotEqual', Value: 'd', RoleARN: 'arn:aws:iam::123456789012:role/x' },
      ),
    },
    {
      title: 'a new client with a password flow',
      edit: (template) =>
        add('Second', CLIENT, {
          UserPoolId: { Ref: idOf(template, 'AWS::Cognito::UserPool') },
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        })(template),
    },
    {
      title: 'a trigger that makes claims',
      edit: set('AWS::Cognito::UserPool', {
        LambdaConfig: { PreTokenGeneration: 'arn:aws:lambda:us-east-1:123456789012:function:claims' },
      }),
    },
    {
      title: 'a member of a group',
      edit: (template) =>
        add('Member', 'AWS::Cognito::UserPoolUserToGroupAttachment', {
          UserPoolId: { Ref: idOf(template, 'AWS::Cognito::UserPool') },
          GroupName: 'admins',
          Username: 'eve',
        })(template),
    },
    { title: 'a function URL of NONE', before: functionUrl('AWS_IAM'), edit: functionUrl('NONE') },
  ])('$title', ({ before = nothing, edit }) => {
    const { wider } = compareAccess(reportOf(before), reportOf(edit));
    expect(wider).not.toEqual([]);
  });
});

describe('a baseline says nothing of', () => {
  it.each<{ title: string; before?: Edit; edit: Edit }>([
    { title: 'routes as they were', before: httpApi(none), edit: httpApi(none) },
    {
      title: 'scopes in another order',
      before: httpApi({ ...none, route: { AuthorizationScopes: ['a', 'b'] } }),
      edit: httpApi({ ...none, route: { AuthorizationScopes: ['b', 'a'] } }),
    },
    { title: 'an audience less', before: httpApi({ ...none, jwt: { Audience: ['one', 'two'] } }), edit: httpApi(none) },
    {
      title: "an API's policy in another order",
      before: restPolicy({ ...everybody, Sid: 'a' }),
      edit: restPolicy(Object.fromEntries(Object.entries({ ...everybody, Sid: 'a' }).reverse())),
    },
    {
      title: 'an API that is gone with its policy',
      before: all(
        add('Extra', 'AWS::ApiGateway::RestApi', { Policy: { Version: '2012-10-17', Statement: [everybody] } }),
        add('ExtraGet', METHOD, {
          RestApiId: { Ref: 'Extra' },
          ResourceId: { 'Fn::GetAtt': ['Extra', 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType: 'AWS_IAM',
        }),
      ),
      edit: nothing,
    },
  ])('$title', ({ before = nothing, edit }) => {
    expect(compareAccess(reportOf(before), reportOf(edit)).wider).toEqual([]);
  });
});
