import {
  literal,
  pairs,
  resource,
  resourcesOfType,
  roleStatements,
  type SynthesizedTemplate,
  statementsOf,
  synthesizedTemplate,
} from './synthesized-template.js';

const slowSynthesis = 60_000;
const sub = '${cognito-identity.amazonaws.com:sub}';
const iot = 'arn:aws:iot:eu-west-1:111122223333';

describe('the stack with default settings', () => {
  let template: SynthesizedTemplate;
  beforeAll(() => {
    template = synthesizedTemplate();
  }, slowSynthesis);

  describe('signs users in', () => {
    it('with e-mail and a good password, in any case of letters', () => {
      expect(resource(template, 'AWS::Cognito::UserPool').Properties).toMatchObject({
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
        AutoVerifiedAttributes: ['email'],
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        UserPoolTier: 'LITE',
        Policies: {
          PasswordPolicy: {
            MinimumLength: 12,
            RequireLowercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
            RequireUppercase: true,
          },
        },
      });
    });

    it('with SRP only, without a secret, and without telling who has an account', () => {
      expect(resource(template, 'AWS::Cognito::UserPoolClient').Properties).toEqual({
        AllowedOAuthFlowsUserPoolClient: false,
        EnableTokenRevocation: true,
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        GenerateSecret: false,
        PreventUserExistenceErrors: 'ENABLED',
        SupportedIdentityProviders: ['COGNITO'],
        UserPoolId: expect.anything(),
      });
    });

    it('and gives guests no identity and no role', () => {
      expect(resource(template, 'AWS::Cognito::IdentityPool').Properties).toMatchObject({
        AllowClassicFlow: false,
        AllowUnauthenticatedIdentities: false,
        CognitoIdentityProviders: [{ ServerSideTokenCheck: true }],
      });
      const attachment = resource(template, 'AWS::Cognito::IdentityPoolRoleAttachment');
      expect(Object.keys(attachment.Properties.Roles)).toEqual(['authenticated']);
      expect(JSON.stringify(template)).not.toContain('unauthenticated"');
    });

    it('so that only signed-in users of this identity pool act as their role', () => {
      const role = resource(template, 'AWS::IAM::Role', 'AuthenticatedRole');
      expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: 'cognito-identity.amazonaws.com' },
          Condition: {
            StringEquals: {
              'cognito-identity.amazonaws.com:aud': { Ref: expect.stringMatching(/^AccessSignInIdentityPool/) },
            },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          },
        },
      ]);
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(role.Properties).not.toHaveProperty('Policies');
    });
  });

  describe('allows', () => {
    it('signed-in users their own topics, and the three methods of the API, and nothing else', () => {
      const stage =
        'arn:aws:execute-api:eu-west-1:111122223333:<AccessApi423AD038>/<AccessApiDeploymentStagev1AC1CDA3F>';
      expect(pairs(roleStatements(template, 'AuthenticatedRole'))).toEqual([
        `execute-api:Invoke ${stage}/DELETE/attach-policy`,
        `execute-api:Invoke ${stage}/GET/attach-policy`,
        `execute-api:Invoke ${stage}/POST/attach-policy`,
        `iot:Connect ${iot}:client/${sub}`,
        `iot:Connect ${iot}:client/${sub}-*`,
        `iot:Publish ${iot}:topic/users/${sub}/*`,
        `iot:Receive ${iot}:topic/users/${sub}/*`,
        `iot:Subscribe ${iot}:topicfilter/users/${sub}/*`,
      ]);
    });

    it('the same by the IoT policy as by the role', () => {
      const { PolicyDocument } = resource(template, 'AWS::IoT::Policy', 'AccessPolicy').Properties;
      const ofRole = pairs(roleStatements(template, 'AuthenticatedRole'));
      expect(pairs(statementsOf(PolicyDocument))).toEqual(ofRole.filter((pair) => pair.startsWith('iot:')));
    });

    it('the attach-policy function what it needs', () => {
      expect(pairs(roleStatements(template, 'AttachPolicyRole'))).toEqual([
        'iot:AttachPolicy *',
        `iot:DeleteConnection ${iot}:client/eu-west-1:*`,
        'iot:DetachPolicy *',
        'iot:ListAttachedPolicies *',
        expect.stringMatching(/^logs:CreateLogStream <AccessAttachPolicyLogGroup\w+\.Arn>$/),
        expect.stringMatching(/^logs:PutLogEvents <AccessAttachPolicyLogGroup\w+\.Arn>$/),
      ]);
    });

    it('the endpoint look-up what it needs', () => {
      expect(pairs(roleStatements(template, 'EndpointRole'))).toEqual([
        'iot:DescribeEndpoint *',
        expect.stringMatching(/^logs:CreateLogStream <AccessEndpointLogGroup\w+\.Arn>$/),
        expect.stringMatching(/^logs:PutLogEvents <AccessEndpointLogGroup\w+\.Arn>$/),
      ]);
    });

    it('no role every resource, but where IAM has no resource type', () => {
      const statements = resourcesOfType(template, 'AWS::IAM::Policy').flatMap(({ Properties }) =>
        statementsOf(Properties.PolicyDocument),
      );
      const everywhere = statements
        .filter(({ resources }) => resources.includes('*'))
        .flatMap(({ actions }) => actions);
      expect(everywhere.sort()).toEqual([
        'iot:AttachPolicy', // a Cognito identity is no resource type
        'iot:DescribeEndpoint', // nor is an endpoint
        'iot:DetachPolicy',
        'iot:ListAttachedPolicies',
      ]);
    });

    it('nobody anything by a managed policy, but API Gateway to write logs where it is asked to', () => {
      const managed = (of: SynthesizedTemplate) =>
        resourcesOfType(of, 'AWS::IAM::Role').flatMap(({ Properties }) => Properties.ManagedPolicyArns ?? []);
      expect(managed(template)).toEqual([]);
      const logging = synthesizedTemplate({ apiAccessLog: true, apiGatewayCloudWatchRole: true });
      expect(managed(logging).map(literal)).toEqual([
        'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
      ]);
    });

    it('only API Gateway to call the function, for each method of this API', () => {
      const permissions = resourcesOfType(template, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);
      expect(permissions.map(({ Principal }) => Principal)).toEqual(Array(3).fill('apigateway.amazonaws.com'));
      expect(permissions.map(({ SourceArn }) => literal(SourceArn).replace(/.*>\//, '')).sort()).toEqual([
        'DELETE/attach-policy',
        'GET/attach-policy',
        'POST/attach-policy',
      ]);
    });
  });
});
