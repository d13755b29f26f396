import { App, Stack } from 'aws-cdk-lib';
import { Mfa } from 'aws-cdk-lib/aws-cognito';
import { ExistingSignIn, IotAccess } from '../../../lib/index.js';
import { resource, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

describe('mfa', () => {
  it.each([
    ['off', 'OFF', undefined],
    ['optional', 'OPTIONAL', ['SOFTWARE_TOKEN_MFA']],
    ['required', 'ON', ['SOFTWARE_TOKEN_MFA']],
  ])(
    '%s is a user pool with the factor of an authenticator or none, without a role for text messages',
    (mfa, MfaConfiguration, EnabledMfas) => {
      const { Properties } = resource(synthesizedTemplate({ mfa }), 'AWS::Cognito::UserPool');
      expect([Properties.MfaConfiguration, Properties.EnabledMfas]).toEqual([MfaConfiguration, EnabledMfas]);
      expect(Properties).not.toHaveProperty('SmsConfiguration');
      expect(Properties.UserPoolTier).toBe('LITE');
    },
    slowSynthesis,
  );

  it('is refused for a user pool that is not of the stack', () => {
    const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Shop');
    const existing = ExistingSignIn.fromUserPoolId('eu-west-1_EXAMPLE');
    expect(() => new IotAccess(stack, 'Access', { existing, mfa: Mfa.OPTIONAL })).toThrow(
      'mfa: cannot be used with existing.userPoolId; set it up on that pool itself',
    );
    expect(() => new IotAccess(stack, 'Other', { existing, mfa: Mfa.OFF })).not.toThrow(/mfa/);
  });
});
