import { Template } from 'aws-cdk-lib/assertions';
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

  it('has these resources and no others', () => {
    const counts: Record<string, number> = {};
    for (const { Type } of Object.values(template.Resources)) counts[Type] = (counts[Type] ?? 0) + 1;
    expect(counts).toEqual({
      'AWS::ApiGateway::Account': 1,
      'AWS::ApiGateway::Deployment': 1,
      'AWS::ApiGateway::GatewayResponse': 2,
      'AWS::ApiGateway::Method': 4,
      'AWS::ApiGateway::Resource': 1,
      'AWS::ApiGateway::RestApi': 1,
      'AWS::ApiGateway::Stage': 1,
      'AWS::Cognito::IdentityPool': 1,
      'AWS::Cognito::IdentityPoolRoleAttachment': 1,
      'AWS::Cognito::UserPool': 1,
      'AWS::Cognito::UserPoolClient': 1,
      'AWS::IAM::Policy': 4,
      'AWS::IAM::Role': 4,
      'AWS::IoT::Policy': 1,
      'AWS::Lambda::Function': 2,
      'AWS::Lambda::Permission': 3,
      'AWS::Logs::LogGroup': 3,
      'Custom::AWS': 1,
    });
  });

  it('keeps the logical IDs of what must not be replaced by an update', () => {
    const kept = [
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::IdentityPool',
      'AWS::IoT::Policy',
    ];
    const ids = Object.entries(template.Resources).filter(([, { Type }]) => kept.includes(Type));
    expect(ids.map(([id]) => id).sort()).toEqual([
      'AccessPolicy02B4D713',
      'AccessSignInIdentityPoolEC61C27B',
      'AccessSignInUserPoolCC33711A',
      'AccessSignInUserPoolClient15537E35',
    ]);
  });

  it('is plain: resources and outputs, resolved by nothing but Ref, GetAtt, Join and Sub', () => {
    expect(Object.keys(template).sort()).toEqual(['Description', 'Outputs', 'Resources']);
    const intrinsics = JSON.stringify(template).match(/"(Fn::\w+|Ref|Condition)":/g) ?? [];
    // A trust policy has an element "Condition".
    expect([...new Set(intrinsics)].sort()).toEqual([
      '"Condition":',
      '"Fn::GetAtt":',
      '"Fn::Join":',
      '"Fn::Sub":',
      '"Ref":',
    ]);
  });

  it('has the outputs that clients take, and no others', () => {
    const values = Object.entries(template.Outputs).map(([name, { Value }]) => [name, literal(Value)]);
    expect(Object.fromEntries(values)).toEqual({
      Region: 'eu-west-1',
      UserPoolId: expect.stringMatching(/^<AccessSignInUserPool\w+>$/),
      UserPoolClientId: expect.stringMatching(/^<AccessSignInUserPoolClient\w+>$/),
      IdentityPoolId: expect.stringMatching(/^<AccessSignInIdentityPool\w+>$/),
      AttachPolicyUrl: expect.stringMatching(
        /^https:\/\/<AccessApi\w+>\.execute-api\.eu-west-1\.amazonaws\.com\/<AccessApiDeploymentStagev1\w+>\/attach-policy$/,
      ),
      IotEndpoint: expect.stringMatching(/^<AccessEndpointDescribeEndpoint\w+\.endpointAddress>$/),
      IotPolicyName: expect.stringMatching(/^<AccessPolicy\w+>$/),
    });
  });

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
      const { PolicyDocument } = resource(template, 'AWS::IoT::Policy').Properties;
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

    it('API Gateway to write logs, by the only managed policy', () => {
      const managed = resourcesOfType(template, 'AWS::IAM::Role').flatMap(
        ({ Properties }) => Properties.ManagedPolicyArns ?? [],
      );
      expect(managed.map(literal)).toEqual([
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

  describe('has an attach-policy function', () => {
    it('on the current runtime, with what it must know', () => {
      const { Properties } = resource(template, 'AWS::Lambda::Function', 'AttachPolicy');
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringMatching(/AttachPolicyLogGroup/) } },
        MemorySize: 512,
        Runtime: 'nodejs24.x',
        Timeout: 10,
      });
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
      const { Variables } = Properties.Environment;
      expect(Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, literal(value)]))).toEqual({
        ALLOWED_ORIGINS: 'http://localhost:8000',
        CONNECTION_TEMPLATE: JSON.stringify({
          clientId: sub,
          topics: { publish: [`users/${sub}/*`], subscribe: [`users/${sub}/*`], receive: [`users/${sub}/*`] },
        }),
        GUESTS_ALLOWED: 'false',
        IDENTITY_POOL_ID: expect.stringMatching(/IdentityPool/),
        IOT_ENDPOINT: expect.stringMatching(/endpointAddress/),
        IOT_POLICY_NAME: expect.stringMatching(/^<AccessPolicy/),
      });
    });
  });

  describe('has an API', () => {
    it('whose methods take signed requests only, but for the preflight', () => {
      const methods = resourcesOfType(template, 'AWS::ApiGateway::Method').map(({ Properties }) => Properties);
      const authorization = methods.map((method) => [method.HttpMethod, method.AuthorizationType]);
      expect(Object.fromEntries(authorization)).toEqual({
        DELETE: 'AWS_IAM',
        GET: 'AWS_IAM',
        OPTIONS: 'NONE',
        POST: 'AWS_IAM',
      });
      for (const { HttpMethod, Integration } of methods) {
        expect(Integration.Type).toBe(HttpMethod === 'OPTIONS' ? 'MOCK' : 'AWS_PROXY');
      }
    });

    it('that waits longer than the function may take at most, which is 28 seconds', () => {
      const { Integration } = resource(template, 'AWS::ApiGateway::Method', 'POST').Properties;
      expect(Integration.TimeoutInMillis).toBeGreaterThan(28_000);
    });

    it('whose preflight answers the configured origin', () => {
      const { Integration } = resource(template, 'AWS::ApiGateway::Method', 'OPTIONS').Properties;
      expect(Integration.IntegrationResponses[0].ResponseParameters).toEqual({
        'method.response.header.Access-Control-Allow-Headers':
          "'Authorization,Content-Type,X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token,X-Amz-User-Agent'",
        'method.response.header.Access-Control-Allow-Methods': "'GET,POST,DELETE'",
        'method.response.header.Access-Control-Allow-Origin': "'http://localhost:8000'",
        'method.response.header.Access-Control-Max-Age': "'3600'",
        'method.response.header.Vary': "'Origin'",
      });
    });

    it('whose own refusals a page of the origin can read', () => {
      const answers = resourcesOfType(template, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) => Properties);
      expect(answers.map(({ ResponseType }) => ResponseType).sort()).toEqual(['DEFAULT_4XX', 'DEFAULT_5XX']);
      for (const { ResponseParameters, StatusCode } of answers) {
        expect(StatusCode).toBeUndefined();
        expect(ResponseParameters).toEqual({
          'gatewayresponse.header.Access-Control-Allow-Origin': "'http://localhost:8000'",
          'gatewayresponse.header.Access-Control-Expose-Headers':
            "'x-amzn-errortype,x-amzn-requestid,retry-after,date'",
          'gatewayresponse.header.Vary': "'Origin'",
        });
      }
    });

    it('that throttles, and logs each call without any header of the request', () => {
      const { StageName, MethodSettings, AccessLogSetting } = resource(template, 'AWS::ApiGateway::Stage').Properties;
      expect(StageName).toBe('v1');
      expect(MethodSettings).toEqual([
        {
          DataTraceEnabled: false,
          HttpMethod: '*',
          LoggingLevel: 'OFF',
          ResourcePath: '/*',
          ThrottlingBurstLimit: 20,
          ThrottlingRateLimit: 20,
        },
      ]);
      const fields = Object.values(JSON.parse(AccessLogSetting.Format)) as string[];
      expect(fields).toContain('$context.requestId');
      expect(fields.filter((field) => /header|token|accessKey|authorizer/i.test(field))).toEqual([]);
    });
  });

  it('asks for the ATS endpoint, on creation and when the question changes', () => {
    const { Create, Update, Delete } = resource(template, 'Custom::AWS').Properties;
    expect(JSON.parse(Create)).toMatchObject({
      service: 'iot',
      action: 'DescribeEndpoint',
      parameters: { endpointType: 'iot:Data-ATS' },
    });
    expect(Update).toBe(Create);
    expect(Delete).toBeUndefined();
  });

  it('keeps logs for 30 days, in log groups of its own only', () => {
    const groups = resourcesOfType(template, 'AWS::Logs::LogGroup');
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([30, 30, 30]);
    for (const { Properties } of resourcesOfType(template, 'AWS::Lambda::Function')) {
      expect(Properties.LoggingConfig.LogGroup).toEqual({ Ref: expect.stringMatching(/LogGroup/) });
    }
  });

  it('leaves users, identities, the IoT policy and logs behind when it is deleted, but not after a failed creation', () => {
    const left = Object.values(template.Resources).filter((one) => one.DeletionPolicy === 'RetainExceptOnCreate');
    expect(left.map(({ Type }) => Type).sort()).toEqual([
      'AWS::ApiGateway::Account',
      'AWS::Cognito::IdentityPool',
      'AWS::Cognito::UserPool',
      'AWS::IAM::Role', // of the account, for API Gateway's logs
      'AWS::IoT::Policy',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogGroup',
    ]);
  });
});

describe('the stack', () => {
  it.each(['retain', 'destroy'])(
    'can be deployed in some order with removal policy %s',
    (removalPolicy) => {
      const template = synthesizedTemplate({ removalPolicy });
      expect(() => Template.fromJSON(template)).not.toThrow();
    },
    slowSynthesis,
  );

  it(
    'follows its settings',
    () => {
      const template = synthesizedTemplate({
        allowedOrigins: ['https://a.example.com', 'https://b.example.com'],
        access: { clientIds: ['app-{identity}'], publish: ['in/{identity}'] },
        selfSignUp: false,
        passwordPolicy: { minLength: 20, requireSymbols: false },
        memorySize: 256,
        timeout: 5,
        logRetention: 7,
        rateLimit: 5,
        burstLimit: 6,
        apiGatewayCloudWatchRole: false,
      });
      const pool = resource(template, 'AWS::Cognito::UserPool').Properties;
      expect(pool.AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
      expect(pool.Policies.PasswordPolicy).toMatchObject({
        MinimumLength: 20,
        RequireSymbols: false,
        RequireNumbers: true,
      });
      const { MemorySize, Timeout, Environment } = resource(
        template,
        'AWS::Lambda::Function',
        'AttachPolicy',
      ).Properties;
      expect([MemorySize, Timeout]).toEqual([256, 5]);
      expect(Environment.Variables.ALLOWED_ORIGINS).toBe('https://a.example.com,https://b.example.com');
      expect(pairs(roleStatements(template, 'AuthenticatedRole'))).toContain(`iot:Publish ${iot}:topic/in/${sub}`);
      expect(pairs(roleStatements(template, 'AttachPolicyRole'))).toContain(
        `iot:DeleteConnection ${iot}:client/app-eu-west-1:*`,
      );
      expect(resource(template, 'AWS::ApiGateway::Stage').Properties.MethodSettings[0]).toMatchObject({
        ThrottlingBurstLimit: 6,
        ThrottlingRateLimit: 5,
      });
      const retention = resourcesOfType(template, 'AWS::Logs::LogGroup').map((one) => one.Properties.RetentionInDays);
      expect(retention).toEqual([7, 7, 7]);
      expect(resourcesOfType(template, 'AWS::ApiGateway::Account')).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'lets any page read refusals of API Gateway where several origins are configured',
    () => {
      const template = synthesizedTemplate({ allowedOrigins: ['https://a.example.com', 'https://b.example.com'] });
      const header = 'gatewayresponse.header.Access-Control-Allow-Origin';
      const answers = resourcesOfType(template, 'AWS::ApiGateway::GatewayResponse');
      expect(answers.map(({ Properties }) => Properties.ResponseParameters[header])).toEqual(["'*'", "'*'"]);
    },
    slowSynthesis,
  );

  it(
    'leaves nothing behind where it is to be thrown away',
    () => {
      const template = synthesizedTemplate({ removalPolicy: 'destroy' });
      const left = Object.values(template.Resources).filter((one) => /Retain/.test(one.DeletionPolicy ?? ''));
      expect(left).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'detaches the IoT policy before it is deleted, when nobody can attach it any more',
    () => {
      const template = synthesizedTemplate({ removalPolicy: 'destroy' });
      const policy = resource(template, 'AWS::IoT::Policy');
      expect(policy.Properties.Tags).toEqual([{ Key: 'detach-on-delete', Value: 'true' }]);
      const [id, detachment] =
        Object.entries(template.Resources).find(([, { Type }]) => Type === 'Custom::DetachOnDelete') ?? [];
      // Deleted before what it refers to, and after what depends on it.
      expect(detachment?.Properties.PolicyName).toEqual({ Ref: expect.stringMatching(/^AccessPolicy/) });
      expect(resource(template, 'AWS::ApiGateway::Method', 'POST').DependsOn).toContain(id);
      // By an update the function learns a new name before everybody is moved to it.
      expect(detachment?.DependsOn).toContainEqual(expect.stringMatching(/^AccessAttachPolicyFunction/));
      expect(pairs(roleStatements(template, 'DetachOnDeleteRole'))).toEqual([
        'iot:AttachPolicy *',
        'iot:DetachPolicy *',
        `iot:ListTagsForResource ${iot}:policy/*`,
        `iot:ListTargetsForPolicy ${iot}:policy/*`,
        expect.stringMatching(/^logs:CreateLogStream <AccessDetachOnDeleteLogGroup\w+\.Arn>$/),
        expect.stringMatching(/^logs:PutLogEvents <AccessDetachOnDeleteLogGroup\w+\.Arn>$/),
      ]);
    },
    slowSynthesis,
  );

  describe('to be thrown away has the provider framework of the CDK', () => {
    let template: SynthesizedTemplate;
    beforeAll(() => {
      template = synthesizedTemplate({ removalPolicy: 'destroy' });
    }, slowSynthesis);

    it('with its functions and state machine, and no more', () => {
      const ids = Object.entries(template.Resources).filter(([id]) => id.includes('DetachOnDelete'));
      const counts: Record<string, number> = {};
      for (const [, { Type }] of ids) counts[Type] = (counts[Type] ?? 0) + 1;
      expect(counts).toEqual({
        'AWS::IAM::Policy': 4,
        'AWS::IAM::Role': 4,
        'AWS::Lambda::Function': 5,
        'AWS::Logs::LogGroup': 1,
        'AWS::StepFunctions::StateMachine': 1,
        'Custom::DetachOnDelete': 1,
      });
    });

    it('waiting as long as CloudFormation does, and asking four times a minute', () => {
      const { ServiceTimeout } = resource(template, 'Custom::DetachOnDelete').Properties;
      expect(ServiceTimeout).toBe('3600');
      const { DefinitionString } = resource(template, 'AWS::StepFunctions::StateMachine').Properties;
      const { States } = JSON.parse(literal(DefinitionString));
      expect(States['framework-isComplete-task'].Retry).toEqual([
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 15, MaxAttempts: 240, BackoffRate: 1 },
      ]);
    });

    it('on one runtime, with logs in the log group that goes with the stack, and roles without managed policies', () => {
      const functions = resourcesOfType(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
      const ofTeardown = functions.filter(({ LoggingConfig }) => /DetachOnDelete/.test(LoggingConfig.LogGroup.Ref));
      expect(ofTeardown.map(({ Runtime }) => Runtime)).toEqual(Array(5).fill('nodejs24.x'));
      const managed = resourcesOfType(template, 'AWS::IAM::Role').flatMap(
        (one) => one.Properties.ManagedPolicyArns ?? [],
      );
      expect(managed.map(literal)).toEqual([
        'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
      ]);
    });

    it('which may call its two functions and nothing else', () => {
      const framework = ['ProviderOnEventRole', 'ProviderIsCompleteRole', 'waiterstatemachineRole'];
      const allowed = framework.flatMap((role) => pairs(roleStatements(template, role)));
      const [logs, others] = [
        /^logs:(CreateLogStream|PutLogEvents) <AccessDetachOnDeleteLogGroup/,
        /AccessDetachOnDelete/,
      ];
      const rest = allowed.filter((pair) => !logs.test(pair));
      expect(rest.filter((pair) => !others.test(pair))).toEqual([]);
      expect([...new Set(rest.map((pair) => pair.split(' ')[0]))].sort()).toEqual([
        'lambda:GetFunction',
        'lambda:InvokeFunction',
        'states:StartExecution',
      ]);
    });
  });
});
