import { setTimeout as pause } from 'node:timers/promises';
import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  IoTClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iot';
import type { MadeGrant } from '../../journey/made.js';
import { grantsOf } from '../devices/grants-of.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';
import { wasThere } from './was-there.js';

const BETWEEN_TRIES_MS = 5000;

/** The grant, and when the identity has gone, the user's own policy that named the device. */
export function grantCleanups(place: CleanupPlace, { user, device }: MadeGrant): Cleanup[] {
  const { deployment, options, command } = place;
  let policyName = '<policy>';
  const revoke = async (dryRun: boolean) => {
    const grants = await grantsOf(options, () => undefined);
    const change = await grants.revoke({ user, device }, { dryRun });
    policyName = change.policyName;
    return change.changed;
  };
  return [
    {
      what: () => `grant of ${device}`,
      run: () => revoke(false),
      byHand: () => `cognito-iot ungrant ${user} ${device}`,
    },
    {
      what: () => `IoT policy ${policyName}`,
      isLate: true,
      async run() {
        // Its name is made of the user, who has no other device.
        await revoke(true);
        return deletePolicy(new IoTClient(deployment.clientConfig), policyName, place.patience);
      },
      byHand: () => command(`iot delete-policy --policy-name ${policyName}`),
    },
  ];
}

/**
 * AWS IoT may refuse for minutes after a policy was detached.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DetachPolicy.html
 */
async function deletePolicy(client: IoTClient, policyName: string, patience: number): Promise<boolean> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await wasThere(deleteWithVersions(client, policyName));
    } catch (error) {
      const isEarly = error instanceof Error && error.name === 'DeleteConflictException';
      if (!isEarly || performance.now() + BETWEEN_TRIES_MS > end) throw error;
    }
    await pause(BETWEEN_TRIES_MS);
  }
}

async function deleteWithVersions(client: IoTClient, policyName: string): Promise<void> {
  const { policyVersions = [] } = await client.send(new ListPolicyVersionsCommand({ policyName }));
  for (const { versionId: policyVersionId, isDefaultVersion } of policyVersions) {
    if (!isDefaultVersion) await client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
  }
  await client.send(new DeletePolicyCommand({ policyName }));
}
