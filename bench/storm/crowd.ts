import { createApiCaller } from '../../client/api-caller.js';
import { createAwsClock } from '../../client/aws-clock.js';
import type { Endpoints } from '../../client/outputs.js';
import type { VirtualClock } from './virtual-clock.js';

export interface Crowd {
  /** Milliseconds at which each client got its answer. */
  readonly answeredAt: readonly number[];
  /** What clients gave up with. */
  readonly errors: readonly unknown[];
}

export interface CrowdOptions {
  readonly clock: VirtualClock;
  readonly clients: number;
  /** Milliseconds within which all of them call for the first time. */
  readonly arriveWithin: number;
}

const endpoints: Endpoints = {
  region: 'eu-west-1',
  attachPolicyUrl: 'https://api.example.com/v1/attach-policy',
  mqttUrl: 'wss://bench-ats.iot.eu-west-1.amazonaws.com/mqtt',
  iotHost: 'bench-ats.iot.eu-west-1.amazonaws.com',
  apiHost: 'api.example.com',
};

/** The number of the client that signed a request. */
export function clientNumber(headers: Headers): number {
  return Number(/Credential=AKID(\d+)\//.exec(headers.get('authorization') ?? '')?.[1]);
}

/** Lets clients attach, each as the client helper does it, and all their waiting done by the clock. */
export async function runCrowd({ clock, clients, arriveWithin }: CrowdOptions): Promise<Crowd> {
  const answeredAt: number[] = [];
  const errors: unknown[] = [];

  const startClient = (number: number): Promise<void> => {
    let parked: () => void = () => undefined;
    const untilParked = () =>
      new Promise<void>((resolve) => {
        parked = resolve;
      });
    const wait = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        clock.at(clock.now() + milliseconds, () => {
          const next = untilParked();
          resolve();
          return next;
        });
        parked();
      });
    const api = createApiCaller({
      endpoints,
      credentials: credentialsOf(number),
      kept: { of: () => undefined, keep: () => undefined, forget: () => undefined },
      waits: { wait, nudge: () => undefined },
      clock: createAwsClock(Date.now),
      onRevoked: (error) => errors.push(error),
    });
    const next = untilParked();
    const { signal } = new AbortController();
    api
      .call('POST', signal, () => undefined)
      .then(
        () => answeredAt.push(clock.now()),
        (error) => errors.push(error),
      )
      .finally(() => parked());
    return next;
  };

  for (let number = 0; number < clients; number += 1) {
    clock.at(Math.random() * arriveWithin, () => startClient(number));
  }
  await clock.run();
  return { answeredAt, errors };
}

function credentialsOf(number: number) {
  const credentials = { accessKeyId: `AKID${number}`, secretAccessKey: 'secret', sessionToken: 'token' };
  return {
    identityId: undefined,
    get: async () => ({ ...credentials, identityId: undefined, expiration: undefined }),
    learnIdentity: () => undefined,
    forget: () => undefined,
  };
}
