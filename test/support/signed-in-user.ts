import { randomUUID } from 'node:crypto';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createIdentityPoolClient } from '../../journey/clients/identity-pool-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

/** A new user of this sandbox who has signed up, confirmed and signed in with the AWS SDK. */
export async function signedInUser(sandbox: Sandbox, email = `${randomUUID()}@example.com`): Promise<SignedInUser> {
  const target = sandboxTarget(sandbox);
  const password = 'Correct-Horse-7';
  const userPool = createUserPoolClient(target);
  await userPool.signUp(email, password);
  await userPool.confirm(email, await target.confirmationCode(email));
  const idToken = await userPool.signIn(email, password);
  const identityPool = createIdentityPoolClient(target);
  const identityId = await identityPool.identityId(idToken);
  const credentials = await identityPool.credentials(identityId, idToken);
  return { email, password, idToken, identityId, credentials };
}
