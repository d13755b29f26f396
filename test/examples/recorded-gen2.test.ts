import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRecordedGen2 } from '../../bench/sandbox/recorded-gen2.js';
import { intentOf } from '../../cli/intent-of.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { failedSteps } from './booted-example.js';

it('the recorded Amplify Gen 2 backend boots with its nested stacks, and goes through the journey', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-gen2-'));
  try {
    writeRecordedGen2(folder, sharedAssemblyFolder());
    const assembly = readAssembly(folder);
    const sandbox = await startSandbox({ assembly });
    try {
      const { url, outputs, views } = sandbox;
      expect(views.notEmulated()).toEqual([]);
      const { iot } = JSON.parse(outputs.customOutputs ?? '').custom;
      expect(await failedSteps({ url, outputs: iot }, intentOf(assembly))).toEqual([]);
    } finally {
      await sandbox.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
