import { randomUUID } from 'node:crypto';
import { createIdentityPoolClient } from './clients/identity-pool-client.js';
import { createOperatorClient } from './clients/operator-client.js';
import { createUserPoolClient } from './clients/user-pool-client.js';
import type { MadeIdentity } from './made.js';
import type { JourneyTarget } from './target.js';
import type { Identity, SignedInUser } from './traveller.js';

/** Makes a user, and signs in. */
export async function signInSomebody(target: JourneyTarget): Promise<SignedInUser> {
  const client = createUserPoolClient(target);
  const { userName: email, password } = madeUpUser(target);
  target.making?.({ kind: 'user', userName: email });
  if (target.intent.selfSignUp && target.confirmationCode !== undefined) {
    await client.signUp(email, password);
    await client.confirm(email, await target.confirmationCode(email));
  } else {
    await (await createOperatorClient(target)).createUser(email, password);
  }
  const idToken = await client.signIn(email, password);
  return { email, password, idToken, ...(await takeIdentity(target, idToken)) };
}

/** @param idToken undefined: as a guest */
export async function takeIdentity(target: JourneyTarget, idToken: string | undefined): Promise<Identity> {
  const client = createIdentityPoolClient(target);
  const made: MadeIdentity = { kind: 'identity', idToken };
  // A given user's is the user's own.
  if (target.givenUser === undefined || idToken === undefined) target.making?.(made);
  const identityId = await client.identityId(idToken);
  made.identityId = identityId;
  return { identityId, credentials: await client.credentials(identityId, idToken) };
}

/**
 * `example.com` is kept free for such things. The password is long, and has every kind of character that a password
 * policy may ask for.
 */
export function madeUpUser({ signIn }: JourneyTarget): { readonly userName: string; readonly password: string } {
  const name = `user-${randomUUID().slice(0, 8)}`;
  const userName = signIn?.namedByEmail === false ? name : `${name}@example.com`;
  return { userName, password: `Aa1!${randomUUID()}${randomUUID()}` };
}

/** An identity of the pool that nobody has. */
export function nobodysIdentity({ outputs }: JourneyTarget): Identity {
  const nothing = { accessKeyId: '', secretAccessKey: '', sessionToken: '' };
  return { identityId: `${outputs.Region}:${randomUUID()}`, credentials: nothing };
}
