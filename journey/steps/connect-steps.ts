import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { connectMqtt } from '../clients/mqtt-client.js';
import { expectPolicyRefusal } from '../refusal.js';
import { type JourneyStep, known, Skipped } from '../traveller.js';
import { connectAsTold } from '../traveller-connections.js';

/** Before the attachment nothing of IoT is open to the user. */
export const BEFORE_ATTACH_STEPS: readonly JourneyStep[] = [
  {
    name: 'connect-before-attach-refused',
    needs: ['identity'],
    run({ target, user }) {
      const { credentials, identityId } = known(user, 'user');
      const connect = () => connectMqtt(target, credentials, `${identityId}-early`);
      return expectPolicyRefusal(target, 'Connecting without an attached policy', connect, ['SocketClosed']);
    },
  },
  {
    name: 'client-attach-refused',
    needs: ['identity'],
    async run({ target, user }) {
      const { endpoint, outputs, intent } = target;
      if (intent.clientSideAttach) return new Skipped('The setting clientSideAttach lets apps attach policies.');
      const { credentials, identityId } = known(user, 'user');
      const client = new IoTClient({ region: outputs.Region ?? '', endpoint, credentials });
      const command = new AttachPolicyCommand({ policyName: outputs.IotPolicyName, target: identityId });
      const attach = () => client.send(command);
      return expectPolicyRefusal(target, 'iot:AttachPolicy by the user', attach, ['AccessDeniedException']);
    },
  },
];

export const CONNECT_STEP: JourneyStep = {
  name: 'connect',
  needs: ['attach'],
  async run(traveller) {
    traveller.connection = await connectAsTold(traveller);
    return { clientId: known(traveller.access, 'access').clientId };
  },
};
