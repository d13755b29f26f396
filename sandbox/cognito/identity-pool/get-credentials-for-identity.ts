import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../errors.js';
import { checkGuestsAllowed, isEmpty } from './guests.js';
import { refused } from './logins.js';
import type { IdentityPool, OperationContext, WebIdentityRequest } from './operation-context.js';
import { type Operation, operation, shapes } from './request.js';
import type { IdentityRecord } from './state.js';

const fields = { IdentityId: shapes.id, Logins: shapes.logins, CustomRoleArn: z.string().optional() };

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html */
export function getCredentialsForIdentity(context: OperationContext): Operation {
  return operation('GetCredentialsForIdentity', fields, async ({ IdentityId, Logins, CustomRoleArn }) => {
    if (CustomRoleArn !== undefined) throw new UnsupportedError('the field CustomRoleArn of GetCredentialsForIdentity');
    const asked = context.identities.get(IdentityId);
    const pool = context.pool(asked.identityPoolId);
    if (isEmpty(Logins)) return credentials(context, guest(pool, asked), pool, []);
    const logins = await context.verifiedLogins(pool, Logins);
    const identity = context.identities.claimedBy(asked, logins);
    const amr = logins.flatMap(({ providerName, sub }) => [providerName, `${providerName}:CognitoSignIn:${sub}`]);
    return credentials(context, identity, pool, amr);
  });
}

function guest(pool: IdentityPool, identity: IdentityRecord): IdentityRecord {
  const { identityId, logins } = identity;
  if (Object.keys(logins).length > 0) throw refused(`Access to Identity '${identityId}' is forbidden.`);
  checkGuestsAllowed(pool);
  return identity;
}

/** Lets Cognito assume the pool's role for the identity. `logins`: the `amr` entries besides the kind; none: a guest. */
function credentials(
  { assumeRoleWithWebIdentity }: OperationContext,
  { identityId }: IdentityRecord,
  { identityPoolId, roles }: IdentityPool,
  logins: readonly string[],
): object {
  const authenticationType = logins.length > 0 ? 'authenticated' : 'unauthenticated';
  const roleArn = roles[authenticationType];
  if (roleArn === undefined) throw wrongRoles();
  const request: WebIdentityRequest = {
    roleArn,
    sessionName: 'CognitoIdentityCredentials',
    claims: { aud: identityPoolId, amr: [authenticationType, ...logins], sub: identityId },
    identity: { identityId, identityPoolId, authenticationType, authenticationProvider: logins.join(',') },
  };
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = assumed(() => assumeRoleWithWebIdentity(request));
  return {
    IdentityId: identityId,
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: Math.floor(expiration / 1000),
    },
  };
}

function assumed<T>(assume: () => T): T {
  try {
    return assume();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'AccessDenied') throw wrongRoles();
    throw error;
  }
}

function wrongRoles(): AwsError {
  const message = 'Invalid identity pool configuration. Check assigned IAM roles for this pool.';
  return new AwsError('InvalidIdentityPoolConfigurationException', message);
}
