import { CfnOutput, Stack } from 'aws-cdk-lib';
import { intentOf } from '../../cli/intent-of.js';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import { IotAccess } from '../../lib/index.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { appAssembly } from '../support/settings-sandbox.js';

it("a stack of somebody's own goes through the journey by the outputs that IotAccess writes", async () => {
  const assembly = appAssembly({}, (app) => {
    const shop = new Stack(app, 'Shop');
    new IotAccess(shop, 'IotAccess');
    new CfnOutput(shop, 'ShopName', { value: 'ours' });
  });
  const sandbox = await startSandbox({ assembly, pageOrigin: 'http://localhost:8000' });
  const failed: StepResult[] = [];
  try {
    const told = (result: StepResult) => void (result.ok || failed.push(result));
    expect([await walkJourney(sandboxTarget(sandbox, intentOf(assembly)), told), failed]).toEqual([true, []]);
    expect(sandbox.outputs).toMatchObject({
      ShopName: 'ours',
      IotEndpoint: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
  } finally {
    await sandbox.stop();
  }
}, 30_000);
