import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DeleteIdentitiesCommand, DescribeIdentityCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteThingCommand,
  DetachPolicyCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iot';
import { createIdentityPoolClient } from '../journey/clients/identity-pool-client.js';
import { createUserPoolClient } from '../journey/clients/user-pool-client.js';
import type { Removals } from '../journey/removals.js';
import { NotAsked } from './answer.js';
import type { Clients } from './clients.js';
import type { Keys, Place } from './place.js';
import type { Scrubber } from './scrubber.js';

/** Somebody who was made up for a question, and has signed in. Nothing is attached. */
export interface ThrowAwayUser {
  readonly userName: string;
  readonly idToken: string;
  readonly identityId: string;
  readonly keys: Keys;
}

/** What questions need for a while. Each is noted for removal before it is made. */
export interface ThrowAway {
  /** @param attributes of the user pool, by name, besides the e-mail address */
  user(attributes?: Readonly<Record<string, string>>): Promise<ThrowAwayUser>;
  /** The identity ID of a guest. @throws NotAsked where none are let in */
  guest(): Promise<string>;
  /** Notes an identity that a question has made itself. */
  removeIdentity(identityId: string): void;
  /** An IoT policy of this run. @returns its name */
  policy(document: string | object): Promise<string>;
  attach(policyName: string, target: string): Promise<void>;
  thing(thingName: string): Promise<void>;
}

export interface ThrowAwayOptions {
  readonly place: Place;
  readonly clients: Clients;
  readonly removals: Removals;
  readonly scrubber: Scrubber;
}

/** What the names of all that is made begin with. */
const MADE_UP_PREFIX = 'cognito-iot-conformance-';

export function createThrowAway({ place, clients, removals, scrubber }: ThrowAwayOptions): ThrowAway {
  const { iot, userPool } = clients;
  const { outputs, clientConfig } = place;
  const UserPoolId = outputs.UserPoolId ?? '';
  const { endpoint } = clientConfig;
  const target = { outputs, ...(endpoint !== undefined && { endpoint }) };

  const removeIdentity = (identityId: string) => {
    scrubber.call(identityId, 'identity');
    removals.add({
      what: `the identity ${identityId}`,
      remove: () => unlessGone(deleteIdentity(clients, identityId), GONE),
      byHand: `aws cognito-identity delete-identities --identity-ids-to-delete ${identityId}`,
    });
  };

  return {
    removeIdentity,
    async user(attributes = {}) {
      const Username = `${MADE_UP_PREFIX}${randomUUID().slice(0, 8)}@example.com`;
      const Password = `Aa1!${randomUUID()}${randomUUID()}`;
      const user = { UserPoolId, Username };
      removals.add({
        what: `the user ${Username}`,
        remove: () => unlessGone(userPool.send(new AdminDeleteUserCommand(user)), 'UserNotFoundException'),
        byHand: `aws cognito-idp admin-delete-user --user-pool-id ${UserPoolId} --username ${Username}`,
      });
      const UserAttributes = [
        { Name: 'email', Value: Username },
        { Name: 'email_verified', Value: 'true' },
        ...Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      ];
      const made = await userPool.send(
        new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }),
      );
      scrubber.call(made.User?.Username, 'user name');
      await userPool.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
      const idToken = await createUserPoolClient(target).signIn(Username, Password);
      const pool = createIdentityPoolClient(target);
      const identityId = await pool.identityId(idToken);
      removeIdentity(identityId);
      const keys = await pool.credentials(identityId, idToken);
      return { userName: Username, idToken, identityId, keys };
    },

    async guest() {
      try {
        const identityId = await createIdentityPoolClient(target).identityId(/* idToken */ undefined);
        removeIdentity(identityId);
        return identityId;
      } catch (error) {
        if (error instanceof Error && error.name === 'NotAuthorizedException')
          throw new NotAsked('the stack lets no guests in');
        throw error;
      }
    },

    async policy(document) {
      const policyName = `${MADE_UP_PREFIX}${randomUUID().slice(0, 8)}`;
      scrubber.call(policyName, 'policy');
      removals.add({
        what: `the IoT policy ${policyName}`,
        remove: () => removePolicy(clients, policyName, place.sandbox === undefined),
        byHand: `aws iot delete-policy --policy-name ${policyName}`,
      });
      const policyDocument = typeof document === 'string' ? document : JSON.stringify(document);
      await iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
      return policyName;
    },

    async attach(policyName, target) {
      removals.add({
        what: `the attachment of ${policyName} to ${target}`,
        // An invalid target is none: nothing was attached to it.
        remove: () =>
          unlessGone(iot.send(new DetachPolicyCommand({ policyName, target })), GONE, 'InvalidRequestException'),
        byHand: `aws iot detach-policy --policy-name ${policyName} --target ${target}`,
      });
      await iot.send(new AttachPolicyCommand({ policyName, target }));
    },

    async thing(thingName) {
      removals.add({
        what: `the thing ${thingName}`,
        remove: () => iot.send(new DeleteThingCommand({ thingName })),
        byHand: `aws iot delete-thing --thing-name ${thingName}`,
      });
      await iot.send(new CreateThingCommand({ thingName }));
    },
  };
}

const GONE = 'ResourceNotFoundException';

/** "It can take up to five minutes after a policy is detached before it's ready to be deleted". */
const DETACHED_WITHIN_MS = 6 * 60_000;
const BETWEEN_DELETES_MS = 15_000;

/** What AWS says of one that is not there is not documented: it is looked for before. */
async function deleteIdentity({ identityPool }: Clients, IdentityId: string): Promise<void> {
  await identityPool.send(new DescribeIdentityCommand({ IdentityId }));
  await identityPool.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [IdentityId] }));
}

async function removePolicy({ iot }: Clients, policyName: string, isAws: boolean): Promise<void> {
  const versions = await unlessGone(iot.send(new ListPolicyVersionsCommand({ policyName })), GONE);
  for (const { versionId, isDefaultVersion } of versions?.policyVersions ?? []) {
    if (isDefaultVersion) continue;
    await iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId: versionId }));
  }
  const until = Date.now() + (isAws ? DETACHED_WITHIN_MS : 0);
  for (;;) {
    try {
      await unlessGone(iot.send(new DeletePolicyCommand({ policyName })), GONE);
      return;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DeleteConflictException' || Date.now() > until) throw error;
      await pause(BETWEEN_DELETES_MS);
    }
  }
}

/** What has gone already is as it should be. */
async function unlessGone<T>(removal: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await removal;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
