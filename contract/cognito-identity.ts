/** Of every Region of the partition `aws`, and of those of `aws-us-gov` that have their own.
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html */
const EVERYWHERE = 'cognito-identity.amazonaws.com';
const OF_REGIONS: Readonly<Record<string, string>> = {
  'us-gov-west-1': 'cognito-identity-us-gov.amazonaws.com',
  'us-gov-east-1': 'cognito-identity.us-gov-east-1.amazonaws.com',
};

/**
 * How IAM names the identity pools of a Region: the principal of trust policies, the issuer of their tokens, and what
 * their condition keys (`…:aud`) and policy variables (`${…:sub}`) begin with.
 */
export function cognitoIdentityProvider(region: string): string {
  return OF_REGIONS[region] ?? EVERYWHERE;
}

/** By an identity ID or the ID of an identity pool: both begin with their Region and a colon. */
export function providerOfIdentity(id: string): string {
  return cognitoIdentityProvider(id.slice(0, Math.max(0, id.indexOf(':'))));
}

/** Each way that some Region has. */
export const cognitoIdentityProviders: readonly string[] = [EVERYWHERE, ...Object.values(OF_REGIONS)];
