import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool, UserPoolAuthenticationProvider } from 'aws-cdk-lib/aws-cognito-identitypool';
import { startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly, type StackAssembly } from '../../sandbox/template/assembly.js';
import { awsClients } from '../support/aws-clients.js';
import { signedInUser } from '../support/signed-in-user.js';

/** Nothing of this project: AWS's own L2 construct, as its documentation has it, and what it calls itself. */
function plainStack(): StackAssembly {
  const outdir = mkdtempSync(join(tmpdir(), 'identity-pool-construct-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    const stack = new Stack(app, 'Plain');
    const userPool = new UserPool(stack, 'Users', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const userPoolClient = userPool.addClient('App', { authFlows: { userSrp: true } });
    const identityPool = new IdentityPool(stack, 'Identities', {
      allowUnauthenticatedIdentities: true,
      authenticationProviders: { userPools: [new UserPoolAuthenticationProvider({ userPool, userPoolClient })] },
    });
    const outputs = {
      Region: stack.region,
      UserPoolId: userPool.userPoolId,
      UserPoolClientId: userPoolClient.userPoolClientId,
      IdentityPoolId: identityPool.identityPoolId,
      IdentityPoolName: identityPool.identityPoolName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
    app.synth();
    return readAssembly(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

it("a stack with AWS's own IdentityPool construct boots, and gives users and guests credentials", async () => {
  const sandbox = await startSandbox({ assembly: plainStack() });
  try {
    expect(sandbox.outputs.IdentityPoolName).toMatch(/^Plain-Identities/);
    expect(await signedInUser(sandbox)).toMatchObject({ credentials: { accessKeyId: expect.stringMatching(/^ASIA/) } });
    const guest = await awsClients(sandbox).identity();
    expect(guest.credentials.accessKeyId).toMatch(/^ASIA/);
  } finally {
    await sandbox.stop();
  }
});
