import { refuseWebAcls } from '../../../sandbox/api-gateway/refuse-web-acls.js';
import { stackOf } from '../template/stacks.js';

const stack = (ResourceArn: unknown) =>
  stackOf({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
    Users: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties: {} },
    Guard: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: { ResourceArn, WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] } },
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
    expect(() => refuseWebAcls(stack(arn), [])).toThrow(names);
    expect(() => refuseWebAcls(stack(arn), [])).toThrow('AWS::WAFv2::WebACLAssociation Guard');
    expect(() => refuseWebAcls(stack(arn), [])).toThrow('--without Guard');
  });

  it.each(['Guard', 'AWS::WAFv2::WebACLAssociation'])('is left out where somebody says so: %s', (without) => {
    expect(() => refuseWebAcls(stack(stageArn), [without])).not.toThrow();
  });

  it('before something that is not emulated is left out', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1';
    expect(() => refuseWebAcls(stack(arn), [])).not.toThrow();
  });
});
