import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDirectory } from '../../directory/index.js';
import type { Deployment } from '../deployment/deployment.js';
import type { Entry } from './entry.js';
import type { TailOptions } from './tail-options.js';

/** Whose entries are wanted. */
export interface Whose {
  readonly identityIds: ReadonlySet<string>;
  readonly subs: ReadonlySet<string>;
}

/** Undefined: everybody's. The directory, where there is one, knows all identities of a user. */
export async function whose({ user, identity }: TailOptions, deployment: Deployment): Promise<Whose | undefined> {
  if (user === undefined && identity === undefined) return undefined;
  const { outputs, clientConfig } = deployment;
  const { DirectoryTable: tableName, UserPoolId: userPoolId } = outputs;
  const dynamodb = new DynamoDBClient(clientConfig);
  const directory =
    tableName === undefined || userPoolId === undefined
      ? undefined
      : createDirectory({ tableName, userPoolId, dynamodb });
  try {
    const owner = identity === undefined ? undefined : await directory?.userOf(identity);
    const sub = user === undefined ? owner?.sub : await subOf(user, deployment);
    const known = sub === undefined || identity !== undefined ? [] : ((await directory?.identitiesOf(sub)) ?? []);
    return {
      identityIds: new Set([
        ...(identity === undefined ? [] : [identity]),
        ...known.map(({ identityId }) => identityId),
      ]),
      subs: new Set(sub === undefined ? [] : [sub]),
    };
  } finally {
    dynamodb.destroy();
  }
}

async function subOf(Username: string, { output, clientConfig }: Deployment): Promise<string | undefined> {
  const users = new CognitoIdentityProviderClient(clientConfig);
  try {
    const { UserAttributes = [] } = await users.send(
      new AdminGetUserCommand({ UserPoolId: output('UserPoolId'), Username }),
    );
    return UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
  } finally {
    users.destroy();
  }
}

export function isOf({ identityId, sub }: Entry, { identityIds, subs }: Whose): boolean {
  return identityIds.has(identityId ?? '') || subs.has(sub ?? '');
}
