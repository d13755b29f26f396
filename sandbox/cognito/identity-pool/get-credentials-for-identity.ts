import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { developerAmr } from './developer-identities.js';
import { checkGuestsAllowed, checkIsGuest, isEmpty } from './guests.js';
import { mismatch } from './identities.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { IdentityRecord } from './identity-pool-tables.js';
import { refused } from './logins.js';
import type { IdentityPool, OperationContext, WebIdentityRequest } from './operation-context.js';
import { principalTags } from './principal-tags.js';
import { roleOfIdentity } from './role-of-identity.js';

const fields = { IdentityId: shapes.id, Logins: shapes.logins, CustomRoleArn: z.string().optional() };

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html */
export function getCredentialsForIdentity(context: OperationContext): Operation {
  return operation({
    name: 'GetCredentialsForIdentity',
    access: 'public',
    fields,
    async run({ IdentityId, Logins, CustomRoleArn }) {
      const asked = context.identities.accessible(IdentityId);
      const pool = context.pool(asked.identityPoolId);
      if (isEmpty(Logins)) return asGuest(context, pool, asked, CustomRoleArn);
      const { provider } = context.openIdTokens;
      const { [provider]: developerToken, ...others } = Logins;
      if (developerToken === undefined) return asUser(context, pool, asked, Logins, CustomRoleArn);
      if (isEmpty(others)) return asDeveloperUser(context, pool, asked, developerToken, CustomRoleArn);
      throw new UnsupportedError(`a login of ${provider} together with others`);
    },
  });
}

function asGuest(
  context: OperationContext,
  pool: IdentityPool,
  guest: IdentityRecord,
  customRoleArn: string | undefined,
): object {
  checkIsGuest(guest);
  const { identityId } = guest;
  checkGuestsAllowed(pool);
  if (customRoleArn !== undefined) throw refused('A guest has no choice of roles.');
  const request = { identityId, kind: 'unauthenticated', amr: [], roleArn: pool.roles.unauthenticated } as const;
  return credentials(context, pool, request);
}

async function asUser(
  context: OperationContext,
  pool: IdentityPool,
  asked: IdentityRecord,
  given: Record<string, string>,
  customRoleArn: string | undefined,
): Promise<object> {
  const logins = await context.verifiedLogins(pool, given);
  const { identityId } = context.identities.claimedBy(asked, logins);
  const amr = logins.flatMap((login) => [login.providerName, login.amr]);
  const roleArn = roleOfIdentity(pool, logins, customRoleArn);
  const tags = principalTags(pool, logins);
  return credentials(context, pool, { identityId, kind: 'authenticated', amr, roleArn, tags });
}

/** The classic flow's tokens look the same: they are for STS, and one of a guest would make a user of it. */
async function asDeveloperUser(
  context: OperationContext,
  pool: IdentityPool,
  { identityId, logins }: IdentityRecord,
  token: string,
  customRoleArn: string | undefined,
): Promise<object> {
  const verified = await context.openIdTokens.verify(token);
  if (verified.identityId !== identityId || verified.identityPoolId !== pool.identityPoolId) throw mismatch();
  const { tags, amr } = verified;
  const provider = pool.settings.developerProviderName ?? '';
  const user = logins[provider];
  if (user === undefined || amr.join() !== developerAmr(pool.identityPoolId, provider, user).join()) throw mismatch();
  const roleArn = roleOfIdentity(pool, [], customRoleArn);
  return credentials(context, pool, { identityId, kind: 'authenticated', amr: amr.slice(1), roleArn, tags });
}

export interface CredentialsRequest {
  readonly identityId: string;
  readonly kind: 'authenticated' | 'unauthenticated';
  /** The entries besides the kind; none for a guest. */
  readonly amr: readonly string[];
  readonly roleArn: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What Cognito shows to STS. @throws AwsError for an identity without a role */
export function webIdentityRequest(
  { identityPoolId }: Pick<IdentityPool, 'identityPoolId'>,
  { identityId, kind, amr, roleArn, tags = {} }: CredentialsRequest,
): WebIdentityRequest {
  if (roleArn === undefined) throw wrongRoles();
  return {
    roleArn,
    sessionName: 'CognitoIdentityCredentials',
    claims: { aud: identityPoolId, amr: [kind, ...amr], sub: identityId },
    identity: { identityId, identityPoolId, authenticationType: kind, authenticationProvider: amr.join(',') },
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
}

/** Lets Cognito assume the role for the identity. */
function credentials(
  { assumeRoleWithWebIdentity }: OperationContext,
  pool: IdentityPool,
  asked: CredentialsRequest,
): object {
  const request = webIdentityRequest(pool, asked);
  const { identityId } = asked;
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
