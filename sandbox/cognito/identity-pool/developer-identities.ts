import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { IdentityPool, OperationContext } from './operation-context.js';

const user = z.string().min(1).max(1024);

/** What a token says of a user that the back end vouches for. */
export function developerAmr(identityPoolId: string, provider: string, developerUser: string): string[] {
  return ['authenticated', provider, `${provider}:${identityPoolId}:${developerUser}`];
}

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_LookupDeveloperIdentity.html */
export function lookupDeveloperIdentity(context: OperationContext): Operation {
  return operation({
    name: 'LookupDeveloperIdentity',
    access: { iam: (member) => context.identityPoolArn(member('IdentityPoolId')) },
    // An identity has one user of a back end here, so there is never a token.
    fields: {
      IdentityPoolId: shapes.id,
      IdentityId: shapes.id.optional(),
      DeveloperUserIdentifier: user.optional(),
      MaxResults: shapes.maxResults.optional(),
    },
    run({ IdentityPoolId, IdentityId, DeveloperUserIdentifier }) {
      const { identityPoolId, settings } = context.pool(IdentityPoolId);
      const providerName = settings.developerProviderName ?? '';
      if (IdentityId === undefined && DeveloperUserIdentifier === undefined) {
        const message = 'Either IdentityId or DeveloperUserIdentifier must be given.';
        throw new AwsError('InvalidParameterException', message);
      }
      const identity =
        IdentityId === undefined
          ? context.identities.ofLogin(identityPoolId, { providerName, sub: DeveloperUserIdentifier ?? '' })
          : context.identities.get(IdentityId);
      if (identity === undefined || identity.identityPoolId !== identityPoolId) throw unknownUser();
      const found = identity.logins[providerName];
      if (DeveloperUserIdentifier !== undefined && DeveloperUserIdentifier !== found) throw otherIdentity();
      return {
        IdentityId: identity.identityId,
        DeveloperUserIdentifierList: found === undefined ? [] : [found],
      };
    },
  });
}

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UnlinkDeveloperIdentity.html */
export function unlinkDeveloperIdentity(context: OperationContext): Operation {
  return operation({
    name: 'UnlinkDeveloperIdentity',
    access: { iam: (member) => context.identityPoolArn(member('IdentityPoolId')) },
    fields: {
      IdentityId: shapes.id,
      IdentityPoolId: shapes.id,
      DeveloperProviderName: z
        .string()
        .max(128)
        .regex(/^[\w._-]+$/),
      DeveloperUserIdentifier: user,
    },
    run({ IdentityId, IdentityPoolId, DeveloperProviderName, DeveloperUserIdentifier }) {
      const { identityPoolId, settings }: IdentityPool = context.pool(IdentityPoolId);
      const identity = context.identities.accessible(IdentityId);
      const isOfPool = identity.identityPoolId === identityPoolId;
      if (!isOfPool || settings.developerProviderName !== DeveloperProviderName) throw unknownUser();
      if (identity.logins[DeveloperProviderName] !== DeveloperUserIdentifier) throw otherIdentity();
      context.identities.unlink(identity, [DeveloperProviderName]);
      return {};
    },
  });
}

/** The words of both are not known; the codes are those that AWS documents. */
const unknownUser = () => new AwsError('ResourceNotFoundException', 'The developer user identifier was not found.');
const otherIdentity = () =>
  new AwsError('ResourceConflictException', 'The identity does not have this developer user identifier.');
