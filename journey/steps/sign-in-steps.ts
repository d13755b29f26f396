import { randomUUID } from 'node:crypto';
import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createIdentityPoolClient } from '../clients/identity-pool-client.js';
import { createOperatorClient } from '../clients/operator-client.js';
import { createUserPoolClient } from '../clients/user-pool-client.js';
import { expectRefusal } from '../refusal.js';
import type { JourneyTarget } from '../target.js';
import { type JourneyStep, known, type SignedInUser, Skipped } from '../traveller.js';

export const SIGN_IN_STEPS: readonly JourneyStep[] = [
  {
    name: 'sign-up',
    needs: [],
    async run(traveller) {
      const { target } = traveller;
      traveller.email = madeUpEmail();
      traveller.password = madeUpPassword();
      const signUp = createUserPoolClient(target).signUp(traveller.email, traveller.password);
      if (target.intent.selfSignUp) return { email: traveller.email, sub: await signUp };
      await expectRefusal('Signing up', signUp, ['NotAuthorizedException']);
      await (await createOperatorClient(target)).createUser(traveller.email, traveller.password);
      return new Skipped('Nobody signs up by themselves (selfSignUp is false): an administrator made the user.');
    },
  },
  {
    name: 'confirm',
    needs: ['sign-up'],
    async run({ target, email }) {
      if (!target.intent.selfSignUp) return new Skipped('An administrator made the user, so no code was sent.');
      const address = known(email, 'e-mail address');
      const code = await target.confirmationCode(address);
      await createUserPoolClient(target).confirm(address, code);
      return { code };
    },
  },
  {
    name: 'sign-in',
    needs: ['confirm'],
    async run(traveller) {
      const { target, group } = traveller;
      const email = known(traveller.email, 'e-mail address');
      if (group !== undefined) await (await createOperatorClient(target)).addToGroup(email, group);
      traveller.idToken = await createUserPoolClient(target).signIn(email, known(traveller.password, 'password'));
      return { flow: 'USER_SRP_AUTH' };
    },
  },
  {
    name: 'identity',
    needs: ['sign-in'],
    async run(traveller) {
      const user = await takeIdentity(traveller.target, known(traveller.idToken, 'ID token'));
      traveller.user = user;
      return { identityId: user.identityId };
    },
  },
];

export const UNSIGNED_REFUSED_STEP: JourneyStep = {
  name: 'unsigned-refused',
  needs: [],
  run: ({ target }) =>
    expectRefusal('A request without signature', callAttachPolicy(target, { method: 'POST', credentials: undefined }), [
      'MissingAuthenticationTokenException',
    ]),
};

/** Makes a user, and signs in. */
export async function signInSomebody(target: JourneyTarget): Promise<SignedInUser> {
  const client = createUserPoolClient(target);
  const [email, password] = [madeUpEmail(), madeUpPassword()];
  if (target.intent.selfSignUp) {
    await client.signUp(email, password);
    await client.confirm(email, await target.confirmationCode(email));
  } else {
    await (await createOperatorClient(target)).createUser(email, password);
  }
  const idToken = await client.signIn(email, password);
  return { email, password, idToken, ...(await takeIdentity(target, idToken)) };
}

async function takeIdentity(target: JourneyTarget, idToken: string) {
  const client = createIdentityPoolClient(target);
  const identityId = await client.identityId(idToken);
  return { identityId, credentials: await client.credentials(identityId, idToken) };
}

/** `example.com` is kept free for such things. */
function madeUpEmail(): string {
  return `user-${randomUUID().slice(0, 8)}@example.com`;
}

/** Long, and with every kind of character that a password policy may ask for. */
function madeUpPassword(): string {
  return `Aa1!${randomUUID()}${randomUUID()}`;
}
