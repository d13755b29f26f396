import { DetachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import type { MadeAttachment } from '../../journey/made.js';
import type { Cleanup } from './cleanup.js';
import type { CleanupPlace } from './cleanup-place.js';
import { wasThere } from './was-there.js';

/** Of a user who is there: whatever else is attached is the user's own. */
export function attachmentCleanups({ deployment, command }: CleanupPlace, { identityId }: MadeAttachment): Cleanup[] {
  const { clientConfig, output } = deployment;
  const policyName = output('IotPolicyName');
  return [
    {
      what: () => `attachment of ${identityId}`,
      run: () =>
        wasThere(new IoTClient(clientConfig).send(new DetachPolicyCommand({ policyName, target: identityId }))),
      byHand: () => command(`iot detach-policy --policy-name ${policyName} --target ${identityId}`),
    },
  ];
}
