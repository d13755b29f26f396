import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { clientOptions } from '../clients/client-options.js';
import { toldEffect } from '../in-effect.js';
import { isAttached } from '../is-attached.js';
import { BROKER_REFUSALS, expectPolicyRefusal } from '../refusal.js';
import { type JourneyStep, known, Skipped } from '../traveller.js';
import { connectAs, connectAsTold } from '../traveller-connections.js';

/** Before the attachment nothing of IoT is open to the user. */
export const BEFORE_ATTACH_STEPS: readonly JourneyStep[] = [
  {
    name: 'connect-before-attach-refused',
    needs: ['identity'],
    async run(traveller) {
      const { target, user } = traveller;
      if (target.givenUser !== undefined && (await isAttached(target, known(user, 'user'))))
        return new Skipped('The user has been here before, and is attached.');
      const { identityId } = known(user, 'user');
      return expectPolicyRefusal(target, {
        what: 'Connecting without an attached policy',
        run: () => connectAs(traveller, `${identityId}-early`),
        names: BROKER_REFUSALS,
        // Nothing is, yet: that the same user connects later shows it.
        allowed: async () => undefined,
      });
    },
  },
  {
    name: 'client-attach-refused',
    needs: ['identity'],
    async run({ target, user }) {
      const { outputs, intent } = target;
      if (intent.clientSideAttach) return new Skipped('The setting clientSideAttach lets apps attach policies.');
      const { credentials, identityId } = known(user, 'user');
      const client = new IoTClient({ ...clientOptions(target), credentials });
      const command = new AttachPolicyCommand({ policyName: outputs.IotPolicyName, target: identityId });
      return expectPolicyRefusal(target, {
        what: 'iot:AttachPolicy by the user',
        run: () => client.send(command),
        names: ['AccessDeniedException'],
        allowed: async () => undefined,
      });
    },
  },
];

export const CONNECT_STEP: JourneyStep = {
  name: 'connect',
  needs: ['attach'],
  async run(traveller) {
    const effect = await connectAsTold(traveller);
    traveller.connection = effect.result;
    const { target, access, attachedAt } = traveller;
    const told = attachedAt === undefined ? {} : toldEffect(target, 'attachmentWorksAfterMs', effect);
    return { clientId: known(access, 'access').clientId, ...told };
  },
};
