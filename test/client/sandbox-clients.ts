import { createIotClient, type IotClient, type IotClientOptions, type StackOutputs } from '../../client/index.js';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { type SignedInUser, signedInUser } from './signed-in-user.js';

/** Sandboxes and clients that end with the test that began them. */
export function sandboxClients() {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  });
  let users = 0;
  return {
    /** Something else to end with the test. */
    end(ending: () => Promise<unknown>): void {
      endings.push(ending);
    },
    async boot(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
      const sandbox = await runningSandbox(options);
      endings.push(() => sandbox.stop());
      return sandbox;
    },
    newUser(sandbox: Sandbox): Promise<SignedInUser> {
      users += 1;
      return signedInUser(sandbox, `user${users}@example.com`);
    },
    clientOf(sandbox: Sandbox, user: SignedInUser, options: Partial<IotClientOptions> = {}): IotClient {
      // It is our own stack that the sandbox has booted.
      const outputs = sandbox.outputs as unknown as StackOutputs;
      const client = createIotClient({ outputs, credentials: user.credentials, now: sandbox.clock.now, ...options });
      endings.push(() => client.close());
      return client;
    },
  };
}

export function attachCalls(sandbox: Sandbox): number {
  return sandbox.guard.counts()['iot:AttachPolicy']?.calls ?? 0;
}

/** Deliveries follow acknowledgements by a moment: resolves when the value is there, or after two seconds. */
export async function soon<T>(value: () => T, expected: T): Promise<void> {
  const until = Date.now() + 2000;
  while (value() !== expected && Date.now() < until) await new Promise((resolve) => setImmediate(resolve));
}
