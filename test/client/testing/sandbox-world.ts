import { type CredentialsProvider, createIotClient, type StackOutputs } from '../../../client/index.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { severedLine } from '../../support/severed-line.js';
import { signedInUser } from '../signed-in-user.js';
import { SHARED_ACCESS, type SharedWorld } from './shared-behaviour.js';

/** Users of a sandbox; it ends with `end`. */
export async function sandboxWorld(): Promise<SharedWorld & { end(): Promise<void> }> {
  const sandbox = await settingsSandbox({ access: SHARED_ACCESS });
  const endings: (() => Promise<void>)[] = [];
  return {
    async newClient(options = {}) {
      let isSignedIn = true;
      const user = await signedInUser(sandbox, `shared${endings.length}@example.com`);
      const { endpoint, sever, mend } = await severedLine(sandbox);
      const outputs = { ...sandbox.outputs, IotEndpoint: endpoint } as unknown as StackOutputs; // It is our own stack.
      const credentials: CredentialsProvider = async (options) => (isSignedIn ? user.credentials(options) : {});
      const client = createIotClient({ outputs, credentials, now: sandbox.clock.now, ...options });
      endings.push(async () => {
        await client.close();
        await sever().catch(() => undefined);
      });
      return {
        client,
        async goOffline() {
          const offline = new Promise<void>((resolve) => {
            client.on('state', (state) => state === 'offline' && resolve());
          });
          await sever();
          await offline;
        },
        signOut() {
          isSignedIn = false;
        },
        async goOnline() {
          await mend();
          await client.reconnect();
        },
      };
    },
    async end() {
      for (const end of endings.toReversed()) await end();
      await sandbox.stop();
    },
  };
}
