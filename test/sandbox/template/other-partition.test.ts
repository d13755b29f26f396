import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

/** The default stack, which knows no Region, with Cognito's principal and keys of another one. */
function withProvider(provider: string) {
  return (template: EditableTemplate) => {
    const text = JSON.stringify(template.Resources).replaceAll('cognito-identity.amazonaws.com', provider);
    template.Resources = JSON.parse(text);
  };
}

const booted = (region: string, provider: string) =>
  runningSandbox({ assembly: synthesizedAssembly(withProvider(provider)), region });

describe.each([
  { region: 'us-gov-west-1', provider: 'cognito-identity-us-gov.amazonaws.com' },
  { region: 'us-gov-east-1', provider: 'cognito-identity.us-gov-east-1.amazonaws.com' },
])('a stack in $region', ({ region, provider }) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await booted(region, provider);
  });
  afterAll(() => sandbox.stop());

  it('has its Region in its IDs', () => {
    expect(sandbox.outputs).toMatchObject({
      Region: region,
      UserPoolId: expect.stringMatching(new RegExp(`^${region}_`)),
      IdentityPoolId: expect.stringMatching(new RegExp(`^${region}:`)),
    });
  });

  it("tells what AWS's guide says of it", () => {
    expect(sandbox.remarks.join()).toContain(`${region}: AWS's guide to GovCloud says`);
  });

  it('gives who signs in a session of its partition', async () => {
    const { credentials, identityId } = await signedInUser(sandbox);
    expect(identityId).toMatch(new RegExp(`^${region}:`));
    const sts = new STSClient({ region, endpoint: sandbox.url, credentials, maxAttempts: 1 });
    const { Arn } = await sts.send(new GetCallerIdentityCommand());
    expect(Arn).toMatch(/^arn:aws-us-gov:sts::111122223333:assumed-role\//);
  });

  it('has no global endpoint of STS', async () => {
    const { credentials } = await signedInUser(sandbox);
    const sts = new STSClient({ region: 'us-east-1', endpoint: sandbox.url, credentials, maxAttempts: 1 });
    await expect(sts.send(new GetCallerIdentityCommand())).rejects.toThrow('Credential should be scoped to a valid');
  });
});

describe('a stack in us-gov-west-1 that trusts the principal of another Region', () => {
  it.each(['cognito-identity.amazonaws.com', 'cognito-identity.us-gov-east-1.amazonaws.com'])(
    '%s: nobody gets credentials',
    async (provider) => {
      const sandbox = await booted('us-gov-west-1', provider);
      await expect(signedInUser(sandbox)).rejects.toThrow('Invalid identity pool configuration');
      await sandbox.stop();
    },
  );
});
