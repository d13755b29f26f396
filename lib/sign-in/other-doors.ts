import { Annotations } from 'aws-cdk-lib';
import { Mfa } from 'aws-cdk-lib/aws-cognito';
import type { IConstruct } from 'constructs';
import type { SignInOptions } from './sign-in-options.js';

/**
 * Says which ways in a closed door leaves open: neither that nobody signs up by themselves nor the second factor counts
 * for those whom somebody else signs in. Of the former it was seen on AWS
 * (https://github.com/amazon-archives/amazon-cognito-auth-js/issues/81).
 */
export function warnAboutOtherDoors(scope: IConstruct, options: SignInOptions): void {
  const open = openToAnybody(options);
  if (options.selfSignUp === false && open.length > 0) {
    Annotations.of(scope).addWarningV2(
      'cognito-iot-access:openSignUp',
      `selfSignUp: false keeps nobody out who comes by ${open.join(', ')}: anybody can have an account there, and Amazon ` +
        'Cognito takes whoever the provider signs in. A function of yours may refuse those of identityProviders ' +
        '(lambdaTriggers.preSignUp, where triggerSource is "PreSignUp_ExternalProvider"); nothing asks about those of ' +
        'loginProviders.',
    );
  }
  const unasked = signedInElsewhere(options);
  if (options.mfa === Mfa.REQUIRED && unasked.length > 0) {
    Annotations.of(scope).addWarningV2(
      'cognito-iot-access:otherFactors',
      `mfa: the second factor is asked of those who sign in with a password, and not of those who come by ` +
        `${unasked.join(', ')}. Ask for it there, too; where that is done, acknowledge this.`,
    );
  }
}

/** Where whoever likes makes an account. Of other providers it is not known here. */
function openToAnybody({ identityProviders = {}, loginProviders = {} }: SignInOptions): string[] {
  const { google, facebook, loginWithAmazon, signInWithApple } = identityProviders;
  const federated = Object.entries({ google, facebook, loginWithAmazon, signInWithApple });
  return [
    ...federated.filter(([, app]) => app !== undefined).map(([name]) => `identityProviders.${name}`),
    ...Object.entries(loginProviders)
      .filter(([, app]) => app !== undefined)
      .map(([name]) => `loginProviders.${name}`),
  ];
}

function signedInElsewhere(options: SignInOptions): string[] {
  const names = [
    'identityProviders',
    'openIdConnectProviders',
    'loginProviders',
    'samlProviders',
    'developerProvider',
  ] as const;
  return names.filter((name) => options[name] !== undefined);
}
