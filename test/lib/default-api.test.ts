import {
  literal,
  resource,
  resourcesOfType,
  type SynthesizedTemplate,
  synthesizedTemplate,
} from './synthesized-template.js';

const slowSynthesis = 60_000;
const sub = '${cognito-identity.amazonaws.com:sub}';

describe('the stack with default settings', () => {
  let template: SynthesizedTemplate;
  beforeAll(() => {
    template = synthesizedTemplate();
  }, slowSynthesis);

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
        // The stage has the same.
        API_PROOF: '<AWS::StackId>',
        CONNECTION_TEMPLATE: JSON.stringify({
          clientId: sub,
          topics: { publish: [`users/${sub}/*`], subscribe: [`users/${sub}/*`], receive: [`users/${sub}/*`] },
        }),
        GUESTS_ALLOWED: 'false',
        IDENTITY_POOL_ID: expect.stringMatching(/IdentityPool/),
        IOT_ENDPOINT: expect.stringMatching(/endpointAddress/),
        IOT_POLICY_NAME: expect.stringMatching(/^<AccessPolicy/),
        // Compared, and never attached.
        REVOKED_POLICY_NAME: expect.stringMatching(/^<AccessRevokedPolicy/),
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

    it('that throttles, and leaves the settings of the account alone', () => {
      const { StageName, MethodSettings, AccessLogSetting, Variables } = resource(
        template,
        'AWS::ApiGateway::Stage',
      ).Properties;
      expect(StageName).toBe('v1');
      expect(Variables).toEqual({ proof: { Ref: 'AWS::StackId' } });
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
      expect(AccessLogSetting).toBeUndefined();
      expect(resourcesOfType(template, 'AWS::ApiGateway::Account')).toEqual([]);
    });
  });
});
