import { type CognitoIdentityClient, DeleteIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IoTClient } from '@aws-sdk/client-iot';
import { createUserLock } from '../grants/user-lock.js';
import { createGoneUsers } from './gone-users.js';
import { createIdentityPool } from './identity-pages.js';
import { OperationError } from './operation-error.js';
import type { SweepTools } from './sweep-tools.js';
import { createSweptItems } from './swept-items.js';
import { createSweptPolicies } from './swept-policies.js';

type Sends<Client extends { send: unknown }> = Pick<Client, 'send'>;

export interface SweepProps
  extends Pick<SweepTools, 'userPoolId' | 'sharedPolicies' | 'policyPrefix' | 'time' | 'isOver'> {
  readonly cognito: Sends<CognitoIdentityProviderClient>;
  readonly identities: Sends<CognitoIdentityClient>;
  readonly dynamodb: Sends<DynamoDBClient>;
  readonly iot: Sends<IoTClient>;
  readonly tableName: string;
  readonly identityPoolId: string;
  readonly dryRun: boolean;
}

/** Milliseconds that a user's policies take at most, and to wait for whoever is at them. */
const [LEASE, PATIENCE] = [300_000, 2_000];

export function createSweepTools(props: SweepProps): SweepTools {
  const { cognito, identities: client, dynamodb, iot, tableName, identityPoolId, dryRun, ...rest } = props;
  const { userPoolId, time, isOver } = rest;
  const withLock = createUserLock({ dynamodb, tableName, leaseTime: LEASE, patience: PATIENCE });
  return {
    ...rest,
    users: createGoneUsers({ cognito, userPoolId, time, isOver }),
    table: createSweptItems({ dynamodb, tableName, userPoolId }),
    policies: createSweptPolicies(iot, time),
    identities: createIdentityPool({ client, identityPoolId, time }),
    async deleteIdentities(given) {
      const command = new DeleteIdentitiesCommand({ IdentityIdsToDelete: [...given] });
      const [left] = (await client.send(command)).UnprocessedIdentityIds ?? [];
      if (left === undefined) return;
      const what = `Cognito has not deleted the identity ${left.IdentityId} (${left.ErrorCode})`;
      throw new OperationError('IdentityNotDeleted', `${what}; the next run tries again`);
    },
    alone: (sub, change) => (dryRun ? change() : withLock({ userPoolId, sub }, change)),
    act: (change) => (dryRun ? Promise.resolve(undefined) : change()),
  };
}
