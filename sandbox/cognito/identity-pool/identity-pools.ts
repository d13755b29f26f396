import type { Clock } from '../../clock.js';
import { AwsError, UnsupportedError } from '../../errors.js';
import type { IdentityPoolSettings, RoleAttachmentSettings } from '../../template/cognito-resources.js';
import { describeIdentity } from './describe-identity.js';
import { getCredentialsForIdentity } from './get-credentials-for-identity.js';
import { getId } from './get-id.js';
import { getOpenIdToken } from './get-open-id-token.js';
import { createIdentities } from './identities.js';
import { type VerifyUserPoolToken, verifiedLogins } from './logins.js';
import type { OperationContext, TemporaryCredentials, WebIdentityRequest } from './operation-context.js';
import type { Operation } from './request.js';
import type { IdentityPoolState } from './state.js';

export interface IdentityPoolsOptions {
  readonly pools: readonly { readonly identityPoolId: string; readonly settings: IdentityPoolSettings }[];
  readonly roleAttachments: readonly RoleAttachmentSettings[];
  /** Read and written in place. */
  readonly state: IdentityPoolState;
  readonly clock: Clock;
  readonly verifyUserPoolToken: VerifyUserPoolToken;
  /** Throws AwsError `AccessDenied` when the role's trust policy refuses. */
  readonly assumeRoleWithWebIdentity: (request: WebIdentityRequest) => TemporaryCredentials;
}

export interface IdentityPools {
  /** By AWS's name, `GetId`. Each checks its input and throws AwsError; who may call is judged before. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Identity ID and pool of every identity, with the `sub` by provider. */
  readonly identities: () => readonly { identityId: string; identityPoolId: string; logins: Record<string, string> }[];
}

export function createIdentityPools(options: IdentityPoolsOptions): IdentityPools {
  const pools = new Map(options.pools.map((pool) => [pool.identityPoolId, { ...pool, roles: rolesOf(options, pool) }]));
  const context: OperationContext = {
    identities: createIdentities(options.state, options.clock),
    pool: (id) => pools.get(id) ?? notFound(`IdentityPool '${id}' not found.`),
    verifiedLogins: ({ settings }, logins) => verifiedLogins(settings, logins, options.verifyUserPoolToken),
    assumeRoleWithWebIdentity: options.assumeRoleWithWebIdentity,
  };
  return {
    operations: {
      DescribeIdentity: describeIdentity(context),
      GetCredentialsForIdentity: getCredentialsForIdentity(context),
      GetId: getId(context),
      GetOpenIdToken: getOpenIdToken(context),
      GetOpenIdTokenForDeveloperIdentity: async () => {
        throw new UnsupportedError('GetOpenIdTokenForDeveloperIdentity');
      },
    },
    identities: () =>
      Object.values(options.state.identities).map(({ identityId, identityPoolId, logins }) => ({
        identityId,
        identityPoolId,
        logins: { ...logins },
      })),
  };
}

function rolesOf({ roleAttachments }: IdentityPoolsOptions, { identityPoolId }: { identityPoolId: string }) {
  return roleAttachments.find((attachment) => attachment.identityPoolId === identityPoolId)?.roles ?? {};
}

function notFound(message: string): never {
  throw new AwsError('ResourceNotFoundException', message);
}
