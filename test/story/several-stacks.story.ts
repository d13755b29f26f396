import { Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { ExistingSignIn, IotAccess } from '../../lib/index.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { receivedMessage } from '../support/received-message.js';
import { appAssembly } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

describe('an app of two stacks', () => {
  // By an export, and by reading the output itself, which the CDK writes into new apps.
  it.each(['strong', 'weak'])(
    'whose reference is %s boots as one, and a message is received',
    async (strength) => {
      const assembly = appAssembly({ '@aws-cdk/core:defaultCrossStackReferences': strength }, (app) => {
        const people = new Stack(app, 'People');
        const users = new UserPool(people, 'Users', {
          selfSignUpEnabled: true,
          signInAliases: { email: true },
          autoVerify: { email: true },
        });
        const client = users.addClient('App', { authFlows: { userSrp: true } });
        const things = new Stack(app, 'Things');
        const existing = ExistingSignIn.fromUserPoolClientId(users.userPoolId, client.userPoolClientId);
        new IotAccess(things, 'IotAccess', { existing });
      });
      const sandbox = await startSandbox({ assembly });
      try {
        expect(await receivedMessage(sandbox)).toBe('hello');
        const unattached = await signedInUser(sandbox);
        const topic = `users/${unattached.identityId}/room`;
        await expect(awsClients(sandbox).may(unattached, 'publish', topic)).rejects.toThrow();
      } finally {
        await sandbox.stop();
      }
    },
    60_000,
  );
});
