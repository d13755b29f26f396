import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { readSettings } from '../../../lib/index.js';
import { SettingsError } from '../../../lib/settings-error.js';
import { createStack, literal, resource, resourcesOfType, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

describe('an access log of the API', () => {
  it.each([false, true])(
    "logs each request without any header of it (the account's role for logs: %s)",
    (apiGatewayCloudWatchRole) => {
      const template = synthesizedTemplate({ apiAccessLog: true, apiGatewayCloudWatchRole });
      const { Format, DestinationArn } = resource(template, 'AWS::ApiGateway::Stage').Properties.AccessLogSetting;
      expect(literal(DestinationArn)).toContain('AccessLog');
      const fields = Object.values(JSON.parse(Format)) as string[];
      expect(fields).toContain('$context.requestId');
      expect(fields.filter((field) => /header|token|accessKey|authorizer/i.test(field))).toEqual([]);
      const expected = apiGatewayCloudWatchRole ? 1 : 0;
      expect(resourcesOfType(template, 'AWS::ApiGateway::Account')).toHaveLength(expected);
    },
    slowSynthesis,
  );

  it(
    'tells people apart, and says why they were refused, without anything secret',
    () => {
      const fields = (settings: object) => {
        const template = synthesizedTemplate({ apiAccessLog: true, ...settings });
        const { Format } = resource(template, 'AWS::ApiGateway::Stage').Properties.AccessLogSetting;
        expect(Format).not.toContain('\n');
        return JSON.parse(Format) as Record<string, string>;
      };
      expect(fields({})).toMatchObject({
        user: '$context.identity.cognitoAuthenticationProvider',
        extendedRequestId: '$context.extendedRequestId',
        errorMessage: '$context.authorize.error',
      });
      // The former repeats the token of a request whose signature does not match; the latter is a guest's password.
      const secret = /\$context\.error\.message|cognitoIdentityId/;
      expect(Object.values(fields({ guests: {} })).filter((field) => secret.test(field))).toEqual([]);
      // What a back end calls its users may be their e-mail addresses.
      expect(Object.keys(fields({ developerProvider: 'login.my.app' }))).not.toContain('user');
      // So may what a company's SAML or OpenID Connect provider calls them, and API Gateway escapes no quotation marks.
      const saml = 'arn:aws:iam::111122223333:saml-provider/Company';
      expect(Object.keys(fields({ samlProviders: [{ arn: saml }] }))).not.toContain('user');
      const openId = { url: 'https://id.example.com', clientIds: ['app'] };
      expect(Object.keys(fields({ openIdConnectProviders: [openId] }))).not.toContain('user');
    },
    slowSynthesis,
  );

  it('leaves log and role behind when the stack is deleted', () => {
    const template = synthesizedTemplate({ apiAccessLog: true, apiGatewayCloudWatchRole: true });
    const left = Object.values(template.Resources).filter((one) => one.DeletionPolicy === 'RetainExceptOnCreate');
    const types = left.map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::ApiGateway::Account', 'AWS::IAM::Role']));
    expect(types.filter((type) => type === 'AWS::Logs::LogGroup')).toHaveLength(3);
  });

  it.each([
    { title: 'warns of what the account must have', given: { apiAccessLog: true }, warned: true },
    {
      title: 'warns of nothing where the stack sets it',
      given: { apiAccessLog: true, apiGatewayCloudWatchRole: true },
      warned: false,
    },
    { title: 'warns of nothing by default', given: {}, warned: false },
  ])('$title', ({ given, warned }) => {
    const warnings = Annotations.fromStack(createStack(given)).findWarning(
      '*',
      Match.stringLikeRegexp('apiAccessLog:'),
    );
    expect(warnings).toHaveLength(warned ? 1 : 0);
    for (const { entry } of warnings) expect(entry.data).toMatch(/get-account.*apiGatewayCloudWatchRole to true/);
  });

  it("is what the account's role is for, which is refused without it", () => {
    const given = { apiGatewayCloudWatchRole: true };
    expect(() => readSettings(given)).toThrow(SettingsError);
    expect(() => readSettings(given)).toThrow(/apiGatewayCloudWatchRole: given true, .*: set apiAccessLog to true/);
    expect(() => readSettings({ ...given, apiAccessLog: true })).not.toThrow();
  });
});
