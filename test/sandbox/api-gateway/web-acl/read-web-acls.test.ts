import { readWebAcls, webAclAssociations } from '../../../../sandbox/api-gateway/web-acl/read-web-acls.js';
import type { StackResources } from '../../../../sandbox/template/stack-resources.js';
import { stackOf } from '../../template/stacks.js';

const read = (resources: StackResources, without: readonly string[] = []) =>
  readWebAcls(resources, webAclAssociations(resources, without).judged, () => 0);

const stack = (ResourceArn: unknown, WebACLArn: unknown = { 'Fn::GetAtt': ['Acl', 'Arn'] }) =>
  stackOf({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
    Users: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties: {} },
    Guard: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: { ResourceArn, WebACLArn },
    },
  });
const stageArn = { 'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1::/restapis/', { Ref: 'Api' }, '/stages/prod']] };
const poolArn = { 'Fn::GetAtt': ['Users', 'Arn'] };

describe('a web ACL', () => {
  it.each([
    {
      title: 'an API',
      arn: stageArn,
      names: /stands before arn:aws:apigateway:eu-west-1::\/restapis\/\w+\/stages\/prod/,
    },
    { title: 'a user pool', arn: poolArn, names: /stands before arn:aws:cognito-idp:/ },
  ])('before $title stops the boot by name, and says what to do', ({ arn, names }) => {
    expect(() => read(stack(arn))).toThrow(names);
    expect(() => read(stack(arn))).toThrow('AWS::WAFv2::WebACLAssociation Guard');
    expect(() => read(stack(arn))).toThrow('--without Guard');
  });

  it.each(['Guard', 'AWS::WAFv2::WebACLAssociation'])('is left out where somebody says so: %s', (without) => {
    expect(() => read(stack(stageArn), [without])).not.toThrow();
  });

  it('before something that is not emulated is left out', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1';
    expect(() => read(stack(arn))).not.toThrow();
  });
});

const rateRule = (more: object = {}, statement: object = {}) => ({
  Name: 'Rate',
  Priority: 0,
  Action: { Block: {} },
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 10, ...statement } },
  VisibilityConfig: {},
  ...more,
});

/** The web ACL before the stage `prod` of the API, and for good measure before `test`, too. */
function guarded(webAcl: object) {
  const guard = (stage: string) => ({
    Type: 'AWS::WAFv2::WebACLAssociation',
    Properties: {
      ResourceArn: {
        'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1::/restapis/', { Ref: 'Api' }, `/stages/${stage}`]],
      },
      WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] },
    },
  });
  const Properties = { Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig: {}, ...webAcl };
  return stackOf({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties },
    Guard: guard('prod'),
    Other: guard('test'),
  });
}

describe('a web ACL of rules by IP address and rate', () => {
  const filters = (resources: StackResources) => [...read(resources).entries()];
  const taken = (lets: ((address: string) => boolean) | undefined, count: number) =>
    Array.from({ length: count }, () => lets?.('192.0.2.1')).filter(Boolean).length;

  it('is judged before each stage that it stands before, which it counts together', () => {
    const [[prod, ofProd] = [], [test, ofTest] = []] = filters(guarded({ Rules: [rateRule()] }));
    expect([prod, test]).toEqual([expect.stringMatching(/^\w+\/prod$/), expect.stringMatching(/^\w+\/test$/)]);
    expect(taken(ofProd, 6)).toBe(6);
    expect(taken(ofTest, 6)).toBe(4);
  });

  it('asks its rules by their priority, and blocks where one does', () => {
    const Rules = [rateRule({ Priority: 2 }, { Limit: 20 }), rateRule({ Priority: 1 }, { Limit: 15 })];
    expect(taken(filters(guarded({ Rules }))[0]?.[1], 30)).toBe(15);
  });

  it('lets everything through without rules', () => {
    expect(taken(filters(guarded({}))[0]?.[1], 30)).toBe(30);
  });

  it.each([
    { what: 'another default action', webAcl: { DefaultAction: { Block: {} } }, words: 'a default action other than' },
    { what: 'an answer of its own', webAcl: { CustomResponseBodies: {} }, words: 'the property CustomResponseBodies' },
    { what: 'the scope of CloudFront', webAcl: { Scope: 'CLOUDFRONT' }, words: 'the scope "CLOUDFRONT"' },
    {
      what: 'an action that only counts',
      webAcl: { Rules: [rateRule({ Action: { Count: {} } })] },
      words: 'an action other than to block',
    },
    {
      what: 'an action with a response',
      webAcl: { Rules: [rateRule({ Action: { Block: { CustomResponse: { ResponseCode: 429 } } } })] },
      words: 'an action other than to block',
    },
    {
      what: 'a rule of another kind',
      webAcl: { Rules: [rateRule({ Statement: { GeoMatchStatement: { CountryCodes: ['DE'] } } })] },
      words: 'a statement other than RateBasedStatement of the rule Rate',
    },
    {
      what: 'a group of rules',
      webAcl: { Rules: [rateRule({ OverrideAction: { None: {} } })] },
      words: 'the property OverrideAction of the rule Rate',
    },
    {
      what: 'a rate by another key',
      webAcl: { Rules: [rateRule({}, { AggregateKeyType: 'FORWARDED_IP' })] },
      words: 'a key other than IP',
    },
    {
      what: 'a rate of some requests',
      webAcl: { Rules: [rateRule({}, { ScopeDownStatement: {} })] },
      words: 'the property ScopeDownStatement of the statement',
    },
  ])('stops the boot with $what, by name', ({ webAcl, words }) => {
    expect(() => read(guarded(webAcl))).toThrow(words);
    expect(() => read(guarded(webAcl))).toThrow('--without Guard');
    expect(guarded(webAcl).notEmulated).toContainEqual(expect.objectContaining({ logicalId: 'Acl' }));
  });

  it.each([{ Limit: 9 }, { Limit: undefined }, { EvaluationWindowSec: 90 }])(
    'is refused as AWS refuses %j',
    (statement) => {
      expect(() => read(guarded({ Rules: [rateRule({}, statement)] }))).toThrow(
        /AWS does not take .* of the rule Rate of Acl/,
      );
    },
  );

  it('that is not in the template stops the boot', () => {
    const elsewhere = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/acl/1';
    expect(() => read(stack(stageArn, elsewhere))).toThrow(/by arn:aws:wafv2:.*, which is not in the template/);
  });
});
