import {
  type AuthSession,
  type AwsCredentials,
  type CredentialsProvider,
  createIotClient,
  type StackOutputs,
} from '../../../client/index.js';
import { awsClients } from '../../support/aws-clients.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { severedLine } from '../../support/severed-line.js';
import { signedInUser } from '../signed-in-user.js';
import { GUEST_ACCESS, SHARED_ACCESS, type SharedWorld, STAFF_ACCESS } from './shared-behaviour.js';

/** Users of a sandbox; it ends with `end`. */
export async function sandboxWorld(): Promise<SharedWorld & { end(): Promise<void> }> {
  const sandbox = await settingsSandbox({
    access: SHARED_ACCESS,
    guests: { access: GUEST_ACCESS },
    groups: [{ name: 'staff', precedence: 1, access: STAFF_ACCESS }],
  });
  const deny = (target: string) => ({ policyName: sandbox.outputs.RevokedPolicyName, target });
  const endings: (() => Promise<void>)[] = [];
  return {
    async newClient(options = {}) {
      let isSignedIn = true;
      const email = `shared${endings.length}@example.com`;
      const user = await signedInUser(sandbox, email);
      // As Amplify's sessions are, whose tokens tell the groups.
      const session = (credentials: AwsCredentials, groups: readonly string[]): AuthSession => ({
        identityId: user.identityId,
        credentials,
        tokens: { idToken: { payload: { 'cognito:groups': groups } } },
      });
      let provider: CredentialsProvider = async (options) => session(await user.credentials(options), []);
      const { endpoint, sever, mend } = await severedLine(sandbox);
      const outputs = { ...sandbox.outputs, IotEndpoint: endpoint } as unknown as StackOutputs; // It is our own stack.
      const credentials: CredentialsProvider = async (options) => (isSignedIn ? provider(options) : {});
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
        async joinStaff() {
          const { UserPoolId } = sandbox.outputs;
          await sandbox.asOperator('cognito-idp:AdminAddUserToGroup', {
            UserPoolId,
            Username: email,
            GroupName: 'staff',
          });
          const { credentials } = await sandbox.signIn(email);
          provider = async () => session(await credentials(), ['staff']);
        },
        async revoke() {
          await sandbox.asOperator('iot:AttachPolicy', deny(user.identityId));
          const { clientId } = client;
          if (client.state === 'connected') await sandbox.asOperator('iot:DeleteConnection', { clientId });
        },
        async restore() {
          await sandbox.asOperator('iot:DetachPolicy', deny(user.identityId));
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
    async newGuest() {
      const guest = await awsClients(sandbox).identity();
      const outputs = sandbox.outputs as unknown as StackOutputs; // It is our own stack.
      const credentials: CredentialsProvider = async () => ({ ...guest, tokens: undefined });
      const client = createIotClient({ outputs, credentials, now: sandbox.clock.now });
      endings.push(() => client.close());
      return client;
    },
    async end() {
      for (const end of endings.toReversed()) await end();
      await sandbox.stop();
    },
  };
}
