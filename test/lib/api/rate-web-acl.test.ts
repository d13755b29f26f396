import { readSettings } from '../../../lib/index.js';
import {
  literal,
  resource,
  resourcesOfType,
  type SynthesizedTemplate,
  synthesizedTemplate,
} from '../synthesized-template.js';

const slowSynthesis = 60_000;

describe('a web ACL before the API', () => {
  let template: SynthesizedTemplate;
  beforeAll(() => {
    template = synthesizedTemplate({ webAclRateLimit: 500 });
  }, slowSynthesis);

  it('blocks an IP address by its requests in five minutes, and lets everything else through', () => {
    const { Scope, DefaultAction, Rules, Name } = resource(template, 'AWS::WAFv2::WebACL').Properties;
    expect({ Scope, DefaultAction, Name }).toEqual({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(Rules).toHaveLength(1);
    expect(Rules[0]).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 500, EvaluationWindowSec: 300 } },
    });
  });

  it('samples no requests, whose headers hold the session tokens of users', () => {
    const { Rules, VisibilityConfig } = resource(template, 'AWS::WAFv2::WebACL').Properties;
    const all = [VisibilityConfig, Rules[0].VisibilityConfig];
    expect(all.map(({ SampledRequestsEnabled }) => SampledRequestsEnabled)).toEqual([false, false]);
    for (const { MetricName } of all) expect(MetricName).toMatch(/^CognitoIotAccess-[\w-]{1,110}$/);
    expect(new Set(all.map(({ MetricName }) => MetricName)).size).toBe(2);
  });

  it('stands before the one stage', () => {
    const { ResourceArn, WebACLArn } = resource(template, 'AWS::WAFv2::WebACLAssociation').Properties;
    expect(literal(ResourceArn)).toMatch(
      /^arn:aws:apigateway:eu-west-1::\/restapis\/<AccessApi\w+>\/stages\/<AccessApiDeploymentStagev1\w+>$/,
    );
    expect(literal(WebACLArn)).toMatch(/^<AccessApiRateWebAcl\w+\.Arn>$/);
  });

  it('answers 429 with what a client waits for, and the headers that let a page read it', () => {
    const answers = resourcesOfType(template, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) => Properties);
    const { StatusCode, ResponseParameters } = answers.find((one) => one.ResponseType === 'WAF_FILTERED');
    expect(StatusCode).toBe('429');
    expect(ResponseParameters).toMatchObject({
      'gatewayresponse.header.Access-Control-Allow-Origin': "'http://localhost:8000'",
      'gatewayresponse.header.Retry-After': "'60'",
    });
  });

  it('is not there by default, since it costs', () => {
    expect(resourcesOfType(synthesizedTemplate(), 'AWS::WAFv2::WebACL')).toEqual([]);
  });

  it.each([9, 10.5, 2_000_000_001, '100'])('is refused for %j', (webAclRateLimit) => {
    expect(() => readSettings({ webAclRateLimit })).toThrow(
      /webAclRateLimit: given .*a whole number from 10 to 2000000000/,
    );
  });
});
