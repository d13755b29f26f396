import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AttachPolicyFunction, type AttachPolicyFunctionProps, defaultTopicAccess } from '../../../lib/index.js';

const props: AttachPolicyFunctionProps = {
  policyName: 'MyPolicy',
  identityPoolId: 'eu-west-1:2208d797-4e30-4b54-9a29-60ae42de9ea9',
  iotEndpoint: 'abc-ats.iot.eu-west-1.amazonaws.com',
  allowedOrigins: ['https://app.example.com'],
  access: defaultTopicAccess,
  guestsAllowed: false,
  code: Code.fromInline('placeholder'),
};

describe('the attach-policy function alone', () => {
  it('stands behind an HTTP API of its own', () => {
    const stack = new Stack(new App(), 'Stack');
    const { function: handler } = new AttachPolicyFunction(stack, 'AttachPolicy', props);
    const api = new HttpApi(stack, 'Api', { defaultAuthorizer: new HttpIamAuthorizer() });
    const integration = new HttpLambdaIntegration('Integration', handler);
    api.addRoutes({
      path: '/attach-policy',
      methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE],
      integration,
    });
    const template = Template.fromStack(stack);
    template.resourcePropertiesCountIs('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' }, 3);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { GUESTS_ALLOWED: 'false', IOT_POLICY_NAME: 'MyPolicy' } },
    });
  });

  it('wants the role of all others where groups have roles', () => {
    const groups = [{ roleArn: 'arn:aws:iam::111122223333:role/A', access: defaultTopicAccess }];
    const create = (more: object) =>
      new AttachPolicyFunction(new Stack(new App(), 'S'), 'F', { ...props, groups, ...more });
    expect(() => create({})).toThrow(/authenticatedRoleArn/);
    expect(() => create({ authenticatedRoleArn: 'arn:aws:iam::111122223333:role/B' })).not.toThrow();
  });
});
