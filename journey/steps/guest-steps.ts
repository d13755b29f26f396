import { identityVariable } from '../../contract/connection.js';
import { takeIdentity } from '../make-somebody.js';
import { type JourneyStep, known } from '../traveller.js';

/** A guest takes an identity without signing in; what it may do stands in the setting, for nobody answers guests. */
export const GUEST_IDENTITY_STEP: JourneyStep = {
  name: 'identity',
  needs: [],
  async run(traveller) {
    const { target } = traveller;
    traveller.user = await takeIdentity(target, undefined);
    const { identityId } = traveller.user;
    const { clientId, topics } = known(target.intent.guests, 'access of guests');
    const fill = (text: string) => text.replaceAll(identityVariable, () => identityId);
    traveller.access = {
      clientId: fill(clientId),
      topics: {
        publish: topics.publish.map(fill),
        subscribe: topics.subscribe.map(fill),
        receive: topics.receive.map(fill),
      },
    };
    return { identityId };
  },
};
