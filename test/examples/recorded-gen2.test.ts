import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRecordedGen2 } from '../../bench/sandbox/recorded-gen2.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { failedSteps } from './booted-example.js';

it('the recorded Amplify Gen 2 backend boots with its nested stacks, and goes through the journey', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-gen2-'));
  try {
    writeRecordedGen2(folder, sharedAssemblyFolder());
    const sandbox = await startSandbox({ assembly: readAssembly(folder) });
    try {
      const { url, outputs, views } = sandbox;
      expect(views.notEmulated()).toEqual([]);
      expect(await failedSteps({ url, outputs: JSON.parse(outputs.customOutputs ?? '').custom.iot })).toEqual([]);
    } finally {
      await sandbox.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
