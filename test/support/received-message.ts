import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from './aws-clients.js';
import { signedInUser } from './signed-in-user.js';

/** What a new user receives on a topic of the own, once signed up, signed in, attached and subscribed. */
export async function receivedMessage(sandbox: Sandbox): Promise<string> {
  const user = await signedInUser(sandbox);
  await awsClients(sandbox).attach(user);
  const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
  try {
    await subscribe(client, `users/${user.identityId}/#`);
    const received = new Promise<string>((resolve) => {
      client.once('message', (_topic, payload) => resolve(payload.toString()));
    });
    await publish(client, `users/${user.identityId}/room`, 'hello');
    return await received;
  } finally {
    client.end(true);
  }
}
