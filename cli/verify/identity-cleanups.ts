import { CognitoIdentityClient, DeleteIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { DetachPolicyCommand, IoTClient, paginateListAttachedPolicies } from '@aws-sdk/client-iot';
import { createIdentityPoolClient } from '../../journey/clients/identity-pool-client.js';
import type { MadeIdentity } from '../../journey/made.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';
import { directoryCleanups } from './directory-cleanups.js';
import { wasThere } from './was-there.js';

/** The attachments, what was recorded, and the identity itself. */
export function identityCleanups(place: CleanupPlace, made: MadeIdentity): Cleanup[] {
  return [detachCleanup(place, made), ...directoryCleanups(place, made), identityCleanup(place, made)];
}

function detachCleanup(place: CleanupPlace, made: MadeIdentity): Cleanup {
  const { clientConfig, output } = place.deployment;
  const own = output('IotPolicyName');
  return {
    what: () => `attachments of ${nameOf(made)}`,
    async run() {
      const target = await idOf(place, made);
      if (target === undefined) return false;
      const client = new IoTClient(clientConfig);
      const found: string[] = [];
      for await (const { policies = [] } of paginateListAttachedPolicies({ client }, { target })) {
        found.push(...policies.map(({ policyName = '' }) => policyName));
      }
      // The list may be older than the attachment: what the function attaches is detached unseen.
      const names = [...new Set([...found, own])];
      for (const policyName of names) await wasThere(client.send(new DetachPolicyCommand({ policyName, target })));
      return found.length > 0;
    },
    byHand: () => place.command(`iot detach-policy --policy-name ${own} --target ${nameOf(made)}`),
  };
}

function identityCleanup(place: CleanupPlace, made: MadeIdentity): Cleanup {
  return {
    what: () => `identity ${nameOf(made)}`,
    async run() {
      const identityId = await idOf(place, made);
      if (identityId === undefined) return false;
      const client = new CognitoIdentityClient(place.deployment.clientConfig);
      const command = new DeleteIdentitiesCommand({ IdentityIdsToDelete: [identityId] });
      const { UnprocessedIdentityIds: [unprocessed] = [] } = await client.send(command);
      if (unprocessed !== undefined) throw new Error(`Cognito did not delete it: ${unprocessed.ErrorCode}`);
      return true;
    },
    byHand: () => place.command(`cognito-identity delete-identities --identity-ids-to-delete ${nameOf(made)}`),
  };
}

/**
 * The answer that named the identity may be lost; whoever asks again with the same token is told the same one. Of a
 * guest whose answer was lost nobody can know it, and without an answer there is none as far as anybody knows.
 */
async function idOf({ deployment }: CleanupPlace, made: MadeIdentity): Promise<string | undefined> {
  if (made.identityId !== undefined || made.idToken === undefined) return made.identityId;
  const { output, clientConfig } = deployment;
  const outputs = {
    Region: output('Region'),
    UserPoolId: output('UserPoolId'),
    IdentityPoolId: output('IdentityPoolId'),
  };
  const { endpoint } = clientConfig;
  const client = createIdentityPoolClient({ outputs, ...(endpoint !== undefined && { endpoint }) });
  made.identityId = await client.identityId(made.idToken);
  return made.identityId;
}

function nameOf({ identityId = '<identity ID>' }: MadeIdentity): string {
  return identityId;
}
