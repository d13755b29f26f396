import { randomUUID } from 'node:crypto';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import type { Intent } from '../../contract/intent.js';
import { connectMqtt, expectMessage, publish, subscribe } from '../../journey/clients/mqtt-client.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import type { SignedInUser } from '../../journey/traveller.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { installedExample } from './installed-example.js';

/** An app of examples/cdk, freshly synthesized, with all of its stacks. */
export function bootedExample(app: string): Promise<Sandbox> {
  return startSandbox({ assembly: readAssembly(installedExample('cdk').synthesize(['--import', 'tsx', app])) });
}

/** What failed on the way of a made-up user, from sign-up to a received message and every refusal. */
export async function failedSteps(
  sandbox: Pick<Sandbox, 'url' | 'outputs'>,
  intent?: Intent,
): Promise<readonly StepResult[]> {
  const failed: StepResult[] = [];
  const ok = await walkJourney(sandboxTarget(sandbox, intent), (result) => void (result.ok || failed.push(result)));
  if (!ok && failed.length === 0) throw new Error('The journey failed, and told of no step that did.');
  return failed;
}

/** A message to oneself, over MQTT.js. */
export async function receiveMessage(sandbox: Sandbox, user: SignedInUser): Promise<void> {
  // AWS IoT takes each client ID only once a second.
  const clientId = `${user.identityId}-${randomUUID().slice(0, 8)}`;
  const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, clientId);
  try {
    const topic = `users/${user.identityId}/greeting`;
    await subscribe(client, topic);
    const received = expectMessage(client, topic, 'hello');
    await publish(client, topic, 'hello');
    await received;
  } finally {
    client.end(true);
  }
}
