import type { PresenceOptions } from '../../client/index.js';
import { type Answer, answering, connectedClient, identityId, pass } from './client-under-test.js';

export type Made = Awaited<ReturnType<typeof connectedClient>>;

const connection = { clientId: identityId, topics: { publish: [], subscribe: [], receive: [] } };
export const signedIn: Answer = { body: { identityId, policyName: 'Policy', connection } };
export const room = 'rooms/42';
export const ada = 'eu-west-1:ada';

/** Who has joined the room, and what happens there. */
export async function present(options: PresenceOptions = {}, made?: Pick<Made, 'client' | 'broker' | 'errors'>) {
  answering(signedIn);
  const { client, broker, errors } = made ?? (await connectedClient());
  const joining = client.presence(room, options);
  await pass();
  const presence = await joining;
  const told: string[] = [];
  presence.on('join', ({ memberId }) => told.push(`${memberId} join`));
  presence.on('update', ({ data }) => told.push(`update ${JSON.stringify(data)}`));
  presence.on('leave', ({ memberId }, reason) => told.push(`${memberId} ${reason}`));
  const hear = (message: unknown, from = `${ada}/tab`) => {
    const payload = new TextEncoder().encode(typeof message === 'string' ? message : JSON.stringify(message));
    broker.last.onMessage({ topic: `${room}/presence/${from}`, payload, qos: 0, retain: false, dup: false });
  };
  return {
    client,
    broker,
    errors,
    presence,
    told,
    hear,
    own: `${room}/presence/${identityId}/${client.clientId?.slice(-12)}`,
  };
}

/** What is under way is waited for. */
export async function closed({ client }: Pick<Made, 'client'>): Promise<void> {
  await Promise.all([client.close(), pass(3000)]);
}

/** The last of what was published, as JSON. */
export function said({ broker }: Pick<Made, 'broker'>): unknown[] {
  return broker.last.payloads.map((payload) => JSON.parse(new TextDecoder().decode(payload)));
}
