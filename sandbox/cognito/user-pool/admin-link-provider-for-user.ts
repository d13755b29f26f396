import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { adminFields, onUserPool } from './admin-request.js';
import type { OperationContext, UserPool } from './user-pool.js';
import { operation } from './user-pool-operation.js';
import type { UserRecord } from './user-pool-tables.js';

const identifier = z.strictObject({
  ProviderName: z.string().min(1).max(32),
  ProviderAttributeName: z.string().max(131_072).optional(),
  ProviderAttributeValue: z.string().max(131_072),
});
const fields = { UserPoolId: adminFields.UserPoolId, DestinationUser: identifier, SourceUser: identifier };

/** https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html: "identities linked to a user" */
const MOST_IDENTITIES = 5;

/**
 * An identity of a provider, which has not signed in yet, signs in as this user from now on.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
 */
export function adminLinkProviderForUser(context: OperationContext): Operation {
  return operation({
    name: 'AdminLinkProviderForUser',
    access: onUserPool(context),
    fields,
    run({ UserPoolId, DestinationUser, SourceUser }) {
      const pool = context.userPool(UserPoolId);
      if (DestinationUser.ProviderName !== 'Cognito') {
        throw new UnsupportedError('AdminLinkProviderForUser to a user of an identity provider');
      }
      const user = pool.users.find(DestinationUser.ProviderAttributeValue);
      if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
      if (user.externalIdentity) {
        throw new UnsupportedError('AdminLinkProviderForUser to a user of an identity provider');
      }
      if (SourceUser.ProviderAttributeName !== 'Cognito_Subject') {
        throw new UnsupportedError('AdminLinkProviderForUser by another attribute than Cognito_Subject');
      }
      const identity = { providerName: SourceUser.ProviderName, userId: SourceUser.ProviderAttributeValue };
      checkProvider(pool, identity.providerName);
      checkMayLink(pool, user, pool.users.ofIdentity(identity));
      const linked = { ...identity, providerType: 'OIDC', dateCreated: context.clock.now() } as const;
      pool.users.update(user, { linkedIdentities: [...(user.linkedIdentities ?? []), linked] });
      return {};
    },
  });
}

function checkProvider({ identityProviders }: UserPool, name: string): void {
  if (identityProviders.includes(name)) return;
  throw new AwsError('InvalidParameterException', `The user pool has no identity provider ${name}.`);
}

function checkMayLink({ settings }: UserPool, user: UserRecord, known: UserRecord | undefined): void {
  if (known?.sub === user.sub) {
    throw new AwsError('InvalidParameterException', 'SourceUser is already linked to DestinationUser');
  }
  if (known !== undefined) {
    const message =
      'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link';
    throw new AwsError('InvalidParameterException', message);
  }
  if ((user.linkedIdentities ?? []).length >= MOST_IDENTITIES) {
    throw new AwsError('LimitExceededException', 'The user has as many identities as it can have.');
  }
  const immutable = settings.schema.find(({ name, mutable }) => !mutable && user.attributes[name] !== undefined);
  if (immutable === undefined) return;
  throw new AwsError('InvalidParameterException', `user.${immutable.name}: Attribute cannot be updated.`);
}
