import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createIdentityPoolClient } from '../clients/identity-pool-client.js';
import { createUserPoolClient } from '../clients/user-pool-client.js';
import type { MadeIdentity } from '../made.js';
import { expectRefusal, JourneyError } from '../refusal.js';
import { type JourneyStep, known, Skipped } from '../traveller.js';

export const REFUSAL_STEPS: readonly JourneyStep[] = [
  {
    name: 'guest-refused',
    needs: [],
    async run({ target }) {
      if (target.intent.guests !== undefined) return new Skipped('The setting guests lets guests in.');
      if (target.guestsUnknown !== undefined) return new Skipped('The identity pool lets guests in.');
      const made: MadeIdentity = { kind: 'identity', idToken: undefined };
      target.making?.(made);
      const asGuest = async () => {
        made.identityId = await createIdentityPoolClient(target).identityId(undefined);
      };
      return expectRefusal('An identity without signing in', asGuest(), ['NotAuthorizedException']);
    },
  },
  {
    name: 'wrong-password-refused',
    needs: ['confirm'],
    async run({ target, email, password }) {
      if (target.givenUser !== undefined) return new Skipped("A wrong password would count against somebody's user.");
      const wrong = `${known(password, 'password')}!`;
      const signIn = createUserPoolClient(target).signIn(known(email, 'e-mail address'), wrong);
      return expectRefusal('A wrong password', signIn, ['NotAuthorizedException']);
    },
  },
  {
    name: 'status',
    needs: ['attach'],
    async run({ target, user }) {
      const { credentials } = known(user, 'user');
      const { identityId, policyName, attached } = await callAttachPolicy(target, { method: 'GET', credentials });
      if (attached !== true) throw new JourneyError('NotAttached', `GET says that ${identityId} is not attached.`);
      return { identityId, policyName, attached };
    },
  },
];
