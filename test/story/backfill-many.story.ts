import { CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { IoTClient } from '@aws-sdk/client-iot';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { backfill, countIdentities } from '../../operations/backfill.js';
import { firstState } from '../../operations/backfill-state.js';
import { createIdentityPool } from '../../operations/identity-pages.js';
import { createIotPolicies } from '../../operations/iot-policies.js';
import type { Time } from '../../operations/time.js';
import { pooledIdentity, putIdentities, range } from '../support/pooled-identities.js';
import { runningSandbox } from '../support/running-sandbox.js';

jest.setTimeout(180_000);

/** The quotas are AWS's, by the sandbox's clock, which waiting moves: so 333 seconds pass in a few. */
it('attaches 5,000 at 15 a second with AWS’s quota, though sign-ins take some of it', async () => {
  const sandbox = await runningSandbox();
  try {
    await putIdentities(sandbox, range(5000));
    const { clock, outputs, guard } = sandbox;
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
    // What is throttled is not tried again by the SDK, whose waiting is not the sandbox's: so all of it comes to us.
    const config = {
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      maxAttempts: 1,
    };
    let signIns = 0;
    const time: Time = {
      now: clock.now,
      async wait(milliseconds) {
        clock.advance(milliseconds);
        // Every second of the sandbox a sign-in takes one of the fifteen.
        for (const due = Math.floor((clock.now() - begun) / 1000); signIns < due; signIns += 1) {
          await guard.enter('iot:AttachPolicy').catch(() => undefined);
        }
      },
    };
    const begun = clock.now();
    const { IdentityPoolId: identityPoolId = '', IotPolicyName: policyName = '' } = outputs;
    const pool = createIdentityPool({ client: new CognitoIdentityClient(config), identityPoolId, time });
    const signal = new AbortController().signal;
    const total = await countIdentities(pool, signal);
    const counting = clock.now() - begun;
    const props = {
      pool,
      policies: createIotPolicies(new IoTClient(config), time, 15),
      policyName,
      revokedPolicyName: outputs.RevokedPolicyName,
      recorded: undefined,
      time,
      signal,
      dryRun: false,
      save: () => undefined,
    };
    const { state, complete } = await backfill(props, firstState(identityPoolId, policyName, total));
    const seconds = (clock.now() - begun - counting) / 1000;

    expect({ complete, failed: state.failed, total }).toEqual({ complete: true, failed: [], total: 5000 });
    expect(state.counts).toMatchObject({ attached: 5000 });
    const attached = new Set(Object.keys(sandbox.views.attachments()));
    expect(range(5000).filter((n) => !attached.has(pooledIdentity(n)))).toEqual([]);
    const { calls, throttled } = guard.counts()['iot:AttachPolicy'] ?? { calls: 0, throttled: 0 };
    // It was throttled, and nobody was attached twice.
    expect(throttled).toBeGreaterThan(0);
    expect(calls - throttled).toBeLessThanOrEqual(5000 + signIns);
    expect(seconds).toBeGreaterThan(333);
    expect(seconds).toBeLessThan(1000);
  } finally {
    await sandbox.stop();
  }
});
