import { randomUUID } from 'node:crypto';
import type { Removals } from '../journey/removals.js';
import { type Answer, NotAsked } from './answer.js';
import type { Clients } from './clients.js';
import { type LineOptions, type MqttLine, mqttLine } from './mqtt-line.js';
import type { Keys, Place } from './place.js';
import type { PlaceClock } from './place-clock.js';
import type { Scrubber } from './scrubber.js';
import { type SignedUrlOptions, signedUrl } from './signed-url.js';
import type { ThrowAway, ThrowAwayUser } from './throw-away.js';
import { untilTrue } from './until-true.js';

/** Somebody whose identity has the stack's IoT policy, and has connected with it. */
export interface Resident extends ThrowAwayUser {
  /** Begins the client IDs that are allowed. */
  readonly clientId: string;
  /** `users/<identity>/conformance-…`: topics below it may be published, subscribed to and received. */
  readonly topics: string;
}

/** What a question is handed. */
export interface Asking {
  readonly place: Place;
  readonly clients: Clients;
  readonly clock: PlaceClock;
  readonly make: ThrowAway;
  readonly removals: Removals;
  readonly scrubber: Scrubber;
  /** A text that nobody else has. */
  unique(): string;
  /** A user like those of the stack, the same for all questions that leave her as she is. */
  resident(): Promise<Resident>;
  /** Has the stack's own IoT policy, or others, attached to a new user, and waits until they let her connect. */
  newResident(...policyNames: readonly string[]): Promise<Resident>;
  /** MQTT as somebody; without `keys` as the operator, who may do everything. */
  line(options?: Partial<LineOptions> & { readonly keys?: Keys }): Promise<MqttLine>;
  url(keys: Keys, options?: Partial<SignedUrlOptions>): string;
  operatorKeys(): Promise<Keys>;
  /** Notes how long something took. */
  measured(name: string, milliseconds: number): void;
}

export interface AskingParts
  extends Pick<Asking, 'place' | 'clients' | 'clock' | 'make' | 'removals' | 'scrubber' | 'measured'> {}

/** Longer than AWS says that it caches what decides. */
const ATTACHED_WITHIN_MS = 10 * 60_000;

export function createAsking(parts: AskingParts): Asking {
  const { place, clock, make, removals, scrubber } = parts;
  const { outputs } = place;
  const host = output('IotEndpoint');
  const isTls = !(place.sandbox?.startsWith('http:') ?? false);
  let resident: Promise<Resident> | undefined;

  function output(name: string): string {
    const value = outputs[name];
    if (value === undefined || value === '') throw new NotAsked(`the stack has no output ${name}`);
    return value;
  }

  const asking: Asking = {
    ...parts,
    unique: () => randomUUID().slice(0, 8),
    operatorKeys: place.operatorKeys,
    url: (keys, options = {}) =>
      signedUrl(keys, { host, region: output('Region'), isTls, now: clock.now(), ...options }),
    async line({ keys, ...options } = {}) {
      const clientId = options.clientId ?? `conformance-${randomUUID().slice(0, 8)}`;
      scrubber.call(clientId, 'client ID');
      const url = asking.url(keys ?? (await place.operatorKeys()));
      let line: MqttLine | undefined;
      removals.add({ what: `the connection of ${clientId}`, remove: async () => line?.leave(/* abruptly */ true) });
      line = await mqttLine(url, { protocolVersion: 5, ...options, clientId });
      return line;
    },
    resident() {
      resident ??= asking.newResident();
      return resident;
    },
    async newResident(...policyNames) {
      // Whether the role lets users do what is asked about is found out once.
      if (policyNames.length > 0) await asking.resident();
      const user = await make.user();
      const attached = policyNames.length > 0 ? policyNames : [output('IotPolicyName')];
      for (const name of attached) await make.attach(name, user.identityId);
      const found = {
        ...user,
        clientId: user.identityId,
        topics: `users/${user.identityId}/${randomUUID().slice(0, 8)}`,
      };
      scrubber.call(found.topics, 'topics');
      await untilConnected(asking, found, /* withTopics */ policyNames.length === 0);
      return found;
    },
  };
  return asking;
}

/** A stack whose users may do other things is not asked what only those of the usual one could. */
async function untilConnected(
  { line, place, unique }: Asking,
  { keys, clientId, topics }: Resident,
  withTopics: boolean,
): Promise<void> {
  let said = '';
  const connects = async () => {
    const tried = await line({ keys, clientId: `${clientId}-${unique()}` });
    said = tried.connected;
    if (said === 'CONNACK 0' && withTopics) said = await usesTopics(tried, topics);
    await tried.leave();
    return said === 'CONNACK 0';
  };
  if (await untilTrue(connects, place.sandbox === undefined ? ATTACHED_WITHIN_MS : 0)) return;
  throw new NotAsked(
    'it needs users who may connect as <identity>-… and use the topics users/<identity>/…, as those of the usual stack ' +
      `may; one of this stack is told ${said}`,
  );
}

async function usesTopics(line: MqttLine, topics: string): Promise<string> {
  const subscribed = await line.subscribe([`${topics}/#`]);
  if (subscribed !== 'SUBACK 1') return subscribed;
  const published = await line.publish(`${topics}/x`, 'x');
  if (published !== 'PUBACK 0') return published;
  return (await line.hears(`${topics}/x`)) === undefined ? 'nothing of its own messages' : line.connected;
}

/** Who was refused, and how: the name of the error, its status and its words. */
export async function outcome(call: Promise<unknown>): Promise<Answer> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === undefined) throw error;
    return { error: error.name, status: $metadata.httpStatusCode, message: error.message };
  }
}
