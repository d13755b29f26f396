import { AwsError } from '../../errors.js';
import type { IdentityPoolSettings } from '../../template/cognito-resources.js';
import type { IdTokenVerdict } from '../user-pool/verify-id-token.js';

/** A login whose token is verified. */
export interface VerifiedLogin {
  /** `cognito-idp.<region>.amazonaws.com/<user pool ID>` */
  readonly providerName: string;
  readonly sub: string;
}

/** Judges an ID token of a user pool; undefined when there is no such pool. */
export type VerifyUserPoolToken = (userPoolId: string, token: string) => Promise<IdTokenVerdict | undefined>;

/** Verifies every login, or throws NotAuthorizedException in AWS's words for the first that does not do. */
export function verifiedLogins(
  settings: IdentityPoolSettings,
  logins: Readonly<Record<string, string>>,
  verify: VerifyUserPoolToken,
): Promise<VerifiedLogin[]> {
  const entries = Object.entries(logins);
  return Promise.all(entries.map(([providerName, token]) => verifiedLogin(settings, providerName, token, verify)));
}

async function verifiedLogin(
  settings: IdentityPoolSettings,
  providerName: string,
  token: string,
  verify: VerifyUserPoolToken,
): Promise<VerifiedLogin> {
  const clients = settings.cognitoIdentityProviders.filter((provider) => provider.providerName === providerName);
  const userPoolId = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/(.+)$/.exec(providerName)?.[1];
  const judged = clients.length > 0 && userPoolId ? await verify(userPoolId, token) : undefined;
  if (judged === undefined) throw unsupportedProvider();
  if (judged.verdict !== 'valid') throw refused(`Invalid login token. ${reasonOf(judged)}`);
  const client = clients.find(({ clientId }) => clientId === judged.clientId);
  if (client === undefined) throw unsupportedProvider();
  // https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html
  if (client.serverSideTokenCheck && !judged.active) throw refused('Token is inactive');
  return { providerName, sub: judged.sub };
}

function reasonOf(judged: Exclude<IdTokenVerdict, { verdict: 'valid' }>): string {
  switch (judged.verdict) {
    case 'not-an-id-token':
      return 'Not a valid OpenId Connect identity token.';
    case 'other-issuer':
      return "Issuer doesn't match providerName";
    case 'not-signed-here':
      return "Couldn't verify signed token.";
    case 'expired':
      return `Token expired: ${judged.now} >= ${judged.exp}`;
  }
}

const unsupportedProvider = () => refused('Token is not from a supported provider of this identity pool.');

export function refused(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message);
}
