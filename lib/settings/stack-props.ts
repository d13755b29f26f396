import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { defined } from '../defined.js';
import type { IotAccessStackProps } from '../iot-access-stack.js';
import { ExistingSignIn } from '../sign-in/existing-sign-in.js';
import type { Settings } from './settings-schema.js';
import { mfaProps, tokenValidityProp } from './user-pool-settings.js';

/** Each setting is the prop of the same name; a setting that is none does not compile. */
type PropOfEach = { [Name in keyof Settings]: Exclude<IotAccessStackProps[Name], undefined> };

/** Settings whose problems were looked for, with JSON's values turned into the CDK's. */
export function stackProps(settings: Settings): IotAccessStackProps {
  const { existing, tokenValidity, ...others } = settings;
  const props: PropOfEach = {
    ...others,
    mfa: mfaProps[settings.mfa],
    timeout: Duration.seconds(settings.timeout),
    removalPolicy: removalPolicies[settings.removalPolicy],
    ...defined({
      existing: existing && existingSignIn(existing),
      tokenValidity: tokenValidity && tokenValidityProp(tokenValidity),
    }),
  };
  return props;
}

const removalPolicies = {
  retain: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  destroy: RemovalPolicy.DESTROY,
};

function existingSignIn(given: NonNullable<Settings['existing']>): ExistingSignIn | undefined {
  const { userPoolId, userPoolClientId, identityPoolId, authenticatedRoleArn, ...otherRoles } = given;
  if (userPoolId === undefined) return undefined;
  if (userPoolClientId === undefined) return ExistingSignIn.fromUserPoolId(userPoolId);
  if (identityPoolId === undefined || authenticatedRoleArn === undefined) {
    return ExistingSignIn.fromUserPoolClientId(userPoolId, userPoolClientId);
  }
  return ExistingSignIn.fromIdentityPool({
    userPoolId,
    userPoolClientId,
    identityPoolId,
    authenticatedRoleArn,
    ...defined(otherRoles),
  });
}
