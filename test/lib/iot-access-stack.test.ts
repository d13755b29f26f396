import { Template } from 'aws-cdk-lib/assertions';
import {
  literal,
  pairs,
  resource,
  resourcesOfType,
  roleStatements,
  type SynthesizedTemplate,
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
      'AWS::IAM::Role': 3,
      'AWS::IoT::Policy': 2,
      'AWS::Lambda::Function': 2,
      'AWS::Lambda::Permission': 3,
      'AWS::Logs::LogGroup': 2,
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
      'AccessRevokedPolicy11024418',
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
      RevokedPolicyName: expect.stringMatching(/^<AccessRevokedPolicy\w+>$/),
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
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([30, 30]);
    for (const { Properties } of resourcesOfType(template, 'AWS::Lambda::Function')) {
      expect(Properties.LoggingConfig.LogGroup).toEqual({ Ref: expect.stringMatching(/LogGroup/) });
    }
  });

  it('leaves what users need to come back, the IoT policies and logs behind when it is deleted, but not after a failed creation', () => {
    const left = Object.values(template.Resources).filter((one) => one.DeletionPolicy === 'RetainExceptOnCreate');
    expect(left.map(({ Type }) => Type).sort()).toEqual([
      'AWS::Cognito::IdentityPool',
      'AWS::Cognito::IdentityPoolRoleAttachment',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::IAM::Role',
      'AWS::IoT::Policy',
      'AWS::IoT::Policy',
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
        apiAccessLog: true,
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
});
