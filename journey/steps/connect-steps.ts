import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { connectMqtt } from '../clients/mqtt-connection.js';
import { expectRefusal } from '../refusal.js';
import { type JourneyStep, known } from '../traveller.js';

const beforeAttach: readonly JourneyStep[] = [
  {
    name: 'connect-before-attach-refused',
    needs: ['identity'],
    refusedByPolicy: true,
    run({ target, user }) {
      const { credentials, identityId } = known(user, 'user');
      return expectRefusal(connectMqtt(target, credentials, `${identityId}-early`), ['SocketClosed']);
    },
  },
  {
    name: 'client-attach-refused',
    needs: ['identity'],
    refusedByPolicy: true,
    run({ target, user }) {
      const { credentials, identityId } = known(user, 'user');
      const { endpoint, outputs } = target;
      const client = new IoTClient({ region: outputs.Region ?? '', endpoint, credentials });
      const command = new AttachPolicyCommand({ policyName: outputs.IotPolicyName, target: identityId });
      return expectRefusal(client.send(command), ['AccessDeniedException']);
    },
  },
];

const afterAttach: readonly JourneyStep[] = [
  {
    name: 'connect',
    needs: ['attach'],
    async run(traveller) {
      const { credentials, identityId } = known(traveller.user, 'user');
      const client = await connectMqtt(traveller.target, credentials, identityId);
      traveller.connection = client;
      traveller.open.push(client);
      return { clientId: identityId };
    },
  },
];

/** Before the attachment nothing of IoT is open to the user; after it, the broker is. */
export const connectSteps = { beforeAttach, afterAttach };
