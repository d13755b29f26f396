import { DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { revokedKey, userKey } from '../../../contract/directory-items.js';
import { createDirectory, type KnownIdentity } from '../../../directory/index.js';
import type { Outputs } from '../../deployment/outputs.js';
import { type Answer, after, ask, orNone } from '../answer.js';
import type { Asked } from '../asked.js';
import type { Identity, Revocation, User } from '../facts.js';
import { askedUser } from './asked-user.js';
import type { Clients } from './clients.js';

/** Which user and which identity the question is about; undefined where it is about none. */
export interface Who {
  readonly user: Answer<User | undefined> | undefined;
  readonly identity: Answer<string | undefined> | undefined;
  /** As the directory has it. */
  readonly recorded: KnownIdentity | undefined;
}

/** Either is found by the other, where the stack has a directory. */
export async function whoIsMeant(asked: Asked, outputs: Outputs, clients: Clients): Promise<Who> {
  const directory = directoryOf(outputs, clients);
  if (asked.user !== undefined) {
    const user = await askedUser(asked.user, outputs, clients);
    const recorded = await after(user, async (found) => {
      if (found === undefined || asked.identity !== undefined) return { known: [] };
      if (directory === undefined) return { unknown: 'the stack has no directory: give --identity, too' };
      return ask('dynamodb:Query', () => directory.identitiesOf(found.sub));
    });
    if (asked.identity !== undefined) return { user, identity: { known: asked.identity }, recorded: undefined };
    const latest =
      'known' in recorded ? (recorded.known.find(({ detachedAt }) => !detachedAt) ?? recorded.known[0]) : undefined;
    const exists = 'known' in user && user.known !== undefined;
    const identity = 'unknown' in recorded ? recorded : { known: latest?.identityId };
    return { user, identity: exists || 'unknown' in user ? identity : undefined, recorded: latest };
  }
  const { identity: identityId } = asked;
  if (identityId === undefined) return { user: undefined, identity: undefined, recorded: undefined };
  const identity = { known: identityId };
  if (directory === undefined) return { user: undefined, identity, recorded: undefined };
  const owner = await ask('dynamodb:Query', () => directory.userOf(identityId));
  if ('unknown' in owner) return { user: owner, identity, recorded: undefined };
  if (owner.known === undefined) return { user: undefined, identity, recorded: undefined };
  const { sub } = owner.known;
  const identities = await ask('dynamodb:Query', () => directory.identitiesOf(sub));
  const recorded = 'known' in identities ? identities.known.find((one) => one.identityId === identityId) : undefined;
  return { user: await askedUser(sub, outputs, clients), identity, recorded };
}

function directoryOf({ DirectoryTable, UserPoolId }: Outputs, clients: Clients) {
  if (DirectoryTable === undefined || UserPoolId === undefined) return undefined;
  return createDirectory({ tableName: DirectoryTable, userPoolId: UserPoolId, dynamodb: clients.directory });
}

/** The identity as its pool has it. */
export async function identityFacts({ identity, recorded }: Who, clients: Clients) {
  if (identity === undefined) return undefined;
  return after(identity, async (IdentityId): Promise<Answer<Identity | undefined>> => {
    if (IdentityId === undefined) return { known: undefined };
    const found = await ask('cognito-identity:DescribeIdentity', () =>
      orNone(clients.identities.send(new DescribeIdentityCommand({ IdentityId })), 'ResourceNotFoundException'),
    );
    return after(found, async (described) => {
      if (described === undefined) return { known: undefined };
      const record = recorded && {
        identityPoolId: recorded.identityPoolId,
        roleName: recorded.roleName,
        lastPost: recorded.lastPost,
        left: recorded.detachedAt !== undefined,
      };
      return { known: { identityId: IdentityId, logins: described.Logins ?? [], recorded: record } };
    });
  });
}

/** Whether the directory has the user marked. */
export async function revocationFacts({ user }: Who, { DirectoryTable, UserPoolId = '' }: Outputs, clients: Clients) {
  if (DirectoryTable === undefined || user === undefined) return undefined;
  return after(user, async (found): Promise<Answer<Revocation | undefined>> => {
    if (found === undefined) return { known: undefined };
    const whose = { userPoolId: UserPoolId, sub: found.sub };
    const Key = { pk: { S: userKey(whose) }, sk: { S: revokedKey(whose) } };
    return ask('dynamodb:GetItem', async () => {
      const command = new GetItemCommand({ TableName: DirectoryTable, Key, ConsistentRead: true });
      const { Item } = await clients.directory.send(command);
      return Item && { revokedAt: Item.revokedAt?.S ?? '', reason: Item.reason?.S };
    });
  });
}
