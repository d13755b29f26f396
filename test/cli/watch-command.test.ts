import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withEditedAssembly } from '../support/synthesized-assembly.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');

/** What the CDK does at last. */
function synthesizeAgain(folder: string, edit: (resources: Record<string, unknown>) => void): void {
  const file = join(folder, 'CognitoIotAccess.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  edit(template.Resources);
  writeFileSync(file, JSON.stringify(template));
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, readFileSync(manifest));
}

it('cognito-iot sandbox --watch takes up each synthesis, tells one that does not boot, and goes on', async () => {
  await withEditedAssembly(
    () => undefined,
    async (folder) => {
      const args = ['sandbox', '--assembly', folder, '--port', '0', '--watch', '--json'];
      const child = spawn(process.execPath, [command, ...args]);
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async () => JSON.parse(String((await lines.next()).value));
      const { detail } = await next();
      const things = { Type: 'AWS::IoT::Thing', Properties: { ThingName: 'lamp' } };
      synthesizeAgain(folder, (resources) => Object.assign(resources, { Lamp: things }));
      const reloaded = await next();
      expect(reloaded).toMatchObject({
        step: 'reload',
        ok: true,
        detail: { added: [{ logicalId: 'Lamp' }], removed: [] },
      });
      // A transform cannot be judged.
      synthesizeAgain(folder, (resources) =>
        Object.assign(resources, { Lamp: { Type: 'AWS::IoT::Thing', Properties: 7, Condition: 'None' } }),
      );
      expect(await next()).toMatchObject({ step: 'reload', ok: false, detail: { message: expect.any(String) } });
      expect((await fetch(`${detail.url}/_sandbox/outputs`)).status).toBe(200);
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      expect(await next()).toMatchObject({ step: 'stop', ok: true });
      expect(await exited).toEqual([0, null]);
    },
  );
}, 120_000);
