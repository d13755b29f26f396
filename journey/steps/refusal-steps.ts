import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createIdentityPoolClient } from '../clients/identity-pool-client.js';
import { createUserPoolClient } from '../clients/user-pool-client.js';
import { expectRefusal, JourneyError } from '../refusal.js';
import { type JourneyStep, known } from '../traveller.js';

export const refusalSteps: readonly JourneyStep[] = [
  {
    name: 'guest-refused',
    needs: [],
    run: ({ target }) =>
      expectRefusal(createIdentityPoolClient(target).identityId(undefined), ['NotAuthorizedException']),
  },
  {
    name: 'wrong-password-refused',
    needs: ['confirm'],
    run: ({ target, email, password }) =>
      expectRefusal(
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
