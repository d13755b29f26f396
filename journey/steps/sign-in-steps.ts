import { randomUUID } from 'node:crypto';
import { callAttachPolicy } from '../clients/attach-policy-client.js';
import { createIdentityPoolClient } from '../clients/identity-pool-client.js';
import { createUserPoolClient } from '../clients/user-pool-client.js';
import { expectRefusal } from '../refusal.js';
import type { JourneyTarget } from '../target.js';
import { type JourneyStep, known, type SignedInUser } from '../traveller.js';

export const signInSteps: readonly JourneyStep[] = [
  {
    name: 'sign-up',
    needs: [],
    async run(traveller) {
      traveller.email = madeUpEmail();
      traveller.password = madeUpPassword();
      const sub = await createUserPoolClient(traveller.target).signUp(traveller.email, traveller.password);
      return { email: traveller.email, sub };
    },
  },
  {
    name: 'confirm',
    needs: ['sign-up'],
    async run({ target, email }) {
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
      const { email, password } = traveller;
      const client = createUserPoolClient(traveller.target);
      traveller.idToken = await client.signIn(known(email, 'e-mail address'), known(password, 'password'));
      return { flow: 'USER_SRP_AUTH' };
    },
  },
  {
    name: 'identity',
    needs: ['sign-in'],
    async run(traveller) {
      const { target, email, password, idToken } = traveller;
      const user = await takeIdentity(target, {
        email: known(email, 'e-mail address'),
        password: known(password, 'password'),
        idToken: known(idToken, 'ID token'),
      });
      traveller.user = user;
      return { identityId: user.identityId };
    },
  },
  {
    name: 'unsigned-refused',
    needs: [],
    run: ({ target }) =>
      expectRefusal(callAttachPolicy(target, { method: 'POST', credentials: undefined }), [
        'MissingAuthenticationTokenException',
      ]),
  },
];

/** Signs up, confirms and signs in somebody new. */
export async function signInSomebody(target: JourneyTarget): Promise<SignedInUser> {
  const client = createUserPoolClient(target);
  const [email, password] = [madeUpEmail(), madeUpPassword()];
  await client.signUp(email, password);
  await client.confirm(email, await target.confirmationCode(email));
  return takeIdentity(target, { email, password, idToken: await client.signIn(email, password) });
}

async function takeIdentity(
  target: JourneyTarget,
  user: Pick<SignedInUser, 'email' | 'password' | 'idToken'>,
): Promise<SignedInUser> {
  const client = createIdentityPoolClient(target);
  const identityId = await client.identityId(user.idToken);
  return { ...user, identityId, credentials: await client.credentials(identityId, user.idToken) };
}

/** `example.com` is kept free for such things. */
function madeUpEmail(): string {
  return `user-${randomUUID().slice(0, 8)}@example.com`;
}

/** Long, and with every kind of character that a password policy may ask for. */
function madeUpPassword(): string {
  return `Aa1!${randomUUID()}`;
}
