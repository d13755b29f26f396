import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createIdentityPoolClient } from '../clients/identity-pool-client.js';
import { createUserPoolClient } from '../clients/user-pool-client.js';
import { expectRefusal, JourneyError } from '../refusal.js';
import { type JourneyStep, known, Skipped } from '../traveller.js';

export const REFUSAL_STEPS: readonly JourneyStep[] = [
  {
    name: 'guest-refused',
    needs: [],
    async run({ target }) {
      if (target.intent.guests !== undefined) return new Skipped('The setting guests lets guests in.');
      const asGuest = createIdentityPoolClient(target).identityId(undefined);
      return expectRefusal('An identity without signing in', asGuest, ['NotAuthorizedException']);
    },
  },
  {
    name: 'wrong-password-refused',
    needs: ['confirm'],
    run: ({ target, email, password }) =>
      expectRefusal(
        'A wrong password',
        createUserPoolClient(target).signIn(known(email, 'e-mail address'), `${known(password, 'password')}!`),
        ['NotAuthorizedException'],
      ),
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
