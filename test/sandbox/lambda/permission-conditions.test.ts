import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { ofType, stackWithTrialFunction } from '../api-gateway/trial-function.js';

/** What the default stack's API answers once all permissions of its function have this, too. */
async function answered(more: object) {
  const { assembly, deleteCode } = stackWithTrialFunction((template) => {
    for (const { Properties } of ofType(template, 'AWS::Lambda::Permission')) Object.assign(Properties, more);
  });
  const sandbox = await runningSandbox({ assembly });
  try {
    const credentials = (await signedInUser(sandbox)).credentials as AwsCredentials;
    return (await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials, method: 'POST' })).status;
  } finally {
    await sandbox.stop();
    deleteCode();
  }
}

describe('a permission for API Gateway', () => {
  it('lets it invoke the function', async () => {
    expect(await answered({})).toBe(201);
  });

  it.each([
    { EventSourceToken: 'token' },
    { PrincipalOrgID: 'o-1234567890' },
    { FunctionUrlAuthType: 'AWS_IAM' },
    { InvokedViaFunctionUrl: true },
    { SourceAccount: '999988887777' },
  ])('lets it do nothing under a condition that it does not fulfil: %j', async (more) => {
    expect(await answered(more)).toBe(500);
  });
});
