import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../../../sandbox/sandbox.js';
import { iotClients } from '../../../support/iot-clients.js';
import { runningSandbox } from '../../../support/running-sandbox.js';
import { synthesizedAssembly } from '../../../support/synthesized-assembly.js';
import { documentText, policyCalls } from './policy-calls.js';

const target = 'us-east-1:00000000-0000-4000-8000-000000000001';
let dataFolder: string;
let sandbox: Sandbox | undefined;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'policies-kept-'));
});
afterEach(async () => {
  await sandbox?.stop();
  rmSync(dataFolder, { recursive: true });
});

/** Starts the sandbox, again if it runs; `policies` are those that the template has besides its own. */
async function start(policies: Record<string, string> = {}) {
  await sandbox?.stop();
  const assembly = synthesizedAssembly((template) => {
    for (const [PolicyName, text] of Object.entries(policies)) {
      const Properties = { PolicyName, PolicyDocument: JSON.parse(text) };
      template.Resources[PolicyName] = { Type: 'AWS::IoT::Policy', Properties };
    }
  });
  sandbox = await runningSandbox({ dataFolder, assembly });
  return policyCalls(iotClients(sandbox).iot);
}

const publishing = documentText();
const receiving = documentText('*', 'iot:Receive');
const connecting = documentText('*', 'iot:Connect');

describe('with a data folder', () => {
  it('policies and versions made at run time outlive the sandbox', async () => {
    const before = await start({ Own: publishing });
    await before.create('Made', receiving);
    await before.createVersion('Made', connecting, true);
    await before.attach('Made', target);
    await before.createVersion('Own', connecting, true);
    const after = await start({ Own: publishing });
    expect(await after.get('Made')).toMatchObject({ defaultVersionId: '2', policyDocument: connecting });
    expect(await after.versions('Made')).toEqual(['2*', '1']);
    await expect(after.delete('Made')).rejects.toMatchObject({ name: 'DeleteConflictException' });
    // The template is as it was, so nobody updates what was changed at run time.
    expect(await after.versions('Own')).toEqual(['2*', '1']);
  });

  it('a document that has changed in the template is a new default version', async () => {
    const before = await start({ Own: publishing });
    for (let number = 2; number <= 5; number++) await before.createVersion('Own', connecting, number === 2);
    await before.attach('Own', target);
    const after = await start({ Own: receiving });
    expect(await after.versions('Own')).toEqual(['6*', '5', '4', '3', '2']);
    expect(await after.get('Own')).toMatchObject({ policyDocument: receiving });
    expect(sandbox?.views.attachments()).toEqual({ [target]: [{ policyName: 'Own', effectiveAt: 0 }] });
  });

  it('a policy that the template no longer has is gone, and who had it does not have the next of that name', async () => {
    const before = await start({ Own: publishing });
    await before.attach('Own', target);
    const after = await start();
    await expect(after.get('Own')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await after.create('Own', receiving);
    expect(sandbox?.views.attachments()).toEqual({});
  });

  it('one of the template that was deleted comes back, and one made at run time may become its own', async () => {
    const before = await start({ Own: publishing });
    await before.delete('Own');
    await before.create('Later', publishing);
    const after = await start({ Own: publishing, Later: receiving });
    expect(await after.versions('Own')).toEqual(['1*']);
    expect(await after.versions('Later')).toEqual(['2*', '1']);
  });
});
