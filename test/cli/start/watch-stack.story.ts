import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { withEditedAssembly } from '../../support/synthesized-assembly.js';

const root = join(import.meta.dirname, '../../..');
const slowProcess = 180_000;

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** `npm start --`, whose steps are told one after the other. */
function npmStart(args: readonly string[], cwd = root) {
  const tsx = join(root, 'node_modules/tsx/dist/esm/index.mjs');
  const start = ['--import', tsx, join(root, 'cli/start.ts')];
  const child = spawn(process.execPath, [...start, ...args, '--json', '--no-page', '--port', '0'], { cwd });
  running.add(child);
  const lines = createInterface({ input: child.stdout });
  const told: { step: string; ok: boolean; detail: Record<string, unknown> }[] = [];
  lines.on('line', (line) => told.push(JSON.parse(line)));
  return {
    child,
    /** The next step of this name. */
    async next(name: string) {
      for (;;) {
        const at = told.findIndex(({ step }) => step === name);
        if (at >= 0) return told.splice(0, at + 1).at(-1);
        await once(lines, 'line');
      }
    },
    async end() {
      child.kill('SIGINT');
      return once(child, 'exit');
    },
  };
}

describe('npm start -- --watch', () => {
  it(
    'takes up each synthesis of an assembly, and tells one that does not boot',
    async () => {
      await withEditedAssembly(
        () => undefined,
        async (folder) => {
          const edit = (resources: object) => {
            const file = join(folder, 'CognitoIotAccess.template.json');
            const template = JSON.parse(readFileSync(file, 'utf8'));
            Object.assign(template.Resources, resources);
            writeFileSync(file, JSON.stringify(template));
            // The CDK writes it last.
            const manifest = join(folder, 'manifest.json');
            writeFileSync(manifest, readFileSync(manifest));
          };
          const started = npmStart(['--watch', '--assembly', folder]);
          await started.next('boot');
          edit({ Lamp: { Type: 'AWS::IoT::Thing', Properties: { ThingName: 'lamp' } } });
          expect(await started.next('reload')).toMatchObject({ ok: true, detail: { added: [{ logicalId: 'Lamp' }] } });
          edit({ Lamp: { Type: 'AWS::IoT::Thing', Properties: 7, Condition: 'None' } });
          expect(await started.next('reload')).toMatchObject({ ok: false });
          expect(await started.end()).toEqual([0, null]);
        },
      );
    },
    slowProcess,
  );

  it(
    'synthesizes anew when a setting has changed, and takes it up',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-watched-'));
      const settings = (iotAccess: object) => {
        const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
        const tsx = join(root, 'node_modules/.bin/tsx');
        const here = app.replace(
          'npx tsx bin',
          `${tsx} --tsconfig ${join(root, 'tsconfig.json')} ${join(root, 'bin')}`,
        );
        // Without bundles: what is watched is the template.
        const given = { ...context, 'aws:cdk:bundling-stacks': [], iotAccess };
        writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: here, context: given }));
      };
      settings({});
      const started = npmStart(['--watch'], folder);
      await started.next('boot');
      settings({ memorySize: 1024 });
      expect(await started.next('reload')).toMatchObject({
        ok: true,
        detail: { changed: [{ type: 'AWS::Lambda::Function' }], added: [], removed: [] },
      });
      settings({ memory: 1024 });
      expect(await started.next('synth')).toMatchObject({
        ok: false,
        detail: { message: expect.stringContaining('memory: unknown setting') },
      });
      await started.end();
      rmSync(folder, { recursive: true });
    },
    slowProcess,
  );

  it('does not go with --once', async () => {
    const { child } = npmStart(['--watch', '--once']);
    expect(await text(child.stderr)).toContain("'--watch' cannot be used with option '--once'");
  });
});
