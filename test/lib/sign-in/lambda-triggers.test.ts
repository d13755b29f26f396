import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ExistingSignIn, IotAccess, type IotAccessProps, type LambdaTriggers } from '../../../lib/index.js';
import { nodeRuntime } from '../../../lib/node-runtime.js';
import { refuseDependencyCycle } from '../../../sandbox/template/dependency-cycle.js';

const email = { from: 'hello@example.com' };

function withTriggers(names: readonly (keyof LambdaTriggers)[], props: IotAccessProps = {}): Template {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Shop');
  const triggers = names.map((name) => [name, functionOf(stack, name)] as const);
  new IotAccess(stack, 'Access', { ...props, lambdaTriggers: Object.fromEntries(triggers) });
  return Template.fromStack(stack);
}

function functionOf(stack: Stack, name: string): LambdaFunction {
  return new LambdaFunction(stack, name, {
    runtime: nodeRuntime(),
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async (event) => event;'),
  });
}

const challenges = ['defineAuthChallenge', 'createAuthChallenge', 'verifyAuthChallengeResponse'] as const;
const words = {
  preSignUp: 'PreSignUp',
  postConfirmation: 'PostConfirmation',
  preAuthentication: 'PreAuthentication',
  postAuthentication: 'PostAuthentication',
  preTokenGeneration: 'PreTokenGeneration',
  customMessage: 'CustomMessage',
  defineAuthChallenge: 'DefineAuthChallenge',
  createAuthChallenge: 'CreateAuthChallenge',
  verifyAuthChallengeResponse: 'VerifyAuthChallengeResponse',
};
const all = Object.keys(words) as (keyof typeof words)[];

describe('lambdaTriggers', () => {
  it('are each the function of their name, which this user pool alone may call, and no resource waits for itself', () => {
    const template = withTriggers(all, { email });
    const { Resources } = template.toJSON();
    const [[poolId, pool]] = Object.entries(template.findResources('AWS::Cognito::UserPool')) as [
      [string, { Properties: { LambdaConfig: Record<string, { 'Fn::GetAtt': [string, string] }> } }],
    ];
    const functions = Object.entries(pool.Properties.LambdaConfig).map(([word, arn]) => [word, arn['Fn::GetAtt'][0]]);
    expect(functions.sort()).toEqual(
      all.map((name) => [words[name], expect.stringMatching(new RegExp(`^${name}[0-9A-F]+$`))]).sort(),
    );
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties)
      .filter(({ Principal }) => Principal === 'cognito-idp.amazonaws.com');
    expect(permissions.map(({ FunctionName }) => FunctionName['Fn::GetAtt'][0]).sort()).toEqual(
      functions.map(([, id]) => id).sort(),
    );
    for (const { SourceArn } of permissions) expect(SourceArn).toEqual({ 'Fn::GetAtt': [poolId, 'Arn'] });
    expect(() => refuseDependencyCycle(Resources, 'Shop', () => true)).not.toThrow();
  });

  it('that are challenges are let in by the app client, which otherwise stays as it is', () => {
    const flows = (names: readonly (keyof LambdaTriggers)[]) =>
      Object.values(withTriggers(names).findResources('AWS::Cognito::UserPoolClient'))[0]?.Properties.ExplicitAuthFlows;
    expect(flows(['preSignUp'])).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
    expect(flows(challenges)).toEqual(['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  });

  it.each([
    {
      names: ['createAuthChallenge'],
      says: 'lambdaTriggers.defineAuthChallenge: is missing; createAuthChallenge cannot be used without it',
    },
    { names: ['customMessage'], says: 'lambdaTriggers.customMessage: needs email' },
    {
      names: ['preSignUp'],
      props: { existing: ExistingSignIn.fromUserPoolId('eu-west-1_EXAMPLE') },
      says: 'lambdaTriggers: cannot be used with existing.userPoolId; set it up on that pool itself',
    },
  ] as const)('are refused where they could not be called: $says', ({ names, says, ...more }) => {
    expect(() => withTriggers(names, 'props' in more ? more.props : {})).toThrow(says);
  });
});
