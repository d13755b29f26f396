import { readFileSync } from 'node:fs';
import { RECORDED_GEN2, type RecordedAssembly } from '../../bench/sandbox/recorded-gen2.js';
import { intentOf } from '../../cli/intent-of.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly } from '../../sandbox/template/assembly.js';
import { failedSteps } from './booted-example.js';
import { installedExample } from './installed-example.js';
import { trimmedAssembly } from './record-gen2.js';

const RECEIVED = /^user-\d+@example\.com received: hello\n/;

describe('examples/amplify-gen2, as Amplify synthesizes it', () => {
  const example = installedExample('amplify-gen2');
  const client = ({ url }: Sandbox) => example.run(['--import', 'tsx', 'client.ts', url]);
  let assembly: string;

  beforeAll(() => {
    assembly = example.synthesize(['synth.mjs']);
  });

  it('has the resources of the recorded assembly; if not, record it anew with test/examples/record-gen2.ts', () => {
    const recorded = JSON.parse(readFileSync(RECORDED_GEN2, 'utf8')) as RecordedAssembly;
    expect(resourcesOf(trimmedAssembly(assembly))).toEqual(resourcesOf(recorded));
  });

  it("lets a user who has signed in with Amplify's own client receive a message", async () => {
    const sandbox = await startSandbox({ assembly: readAssembly(assembly) });
    try {
      expect(sandbox.views.notEmulated()).toEqual([]);
      expect(await client(sandbox)).toMatch(RECEIVED);
    } finally {
      await sandbox.stop();
    }
  });

  it('does so beside data, storage and a trigger, which runs, and says what of them it leaves out', async () => {
    const sandbox = await startSandbox({ assembly: readAssembly(example.synthesize(['synth.mjs', 'whole-app'])) });
    try {
      expect(await client(sandbox)).toMatch(RECEIVED);
      expect(sandbox.views.logs().join('\n')).toContain('is confirmed');
      const types = new Set(sandbox.views.notEmulated().map(({ type }) => type));
      expect([...types]).toEqual(expect.arrayContaining(['AWS::AppSync::GraphQLApi', 'AWS::S3::Bucket']));
    } finally {
      await sandbox.stop();
    }
  });

  it('is walked through, and lets a member of the group and a guest do what they may, and no more', async () => {
    const read = readAssembly(assembly);
    const intent = intentOf(read);
    expect([intent.groups, intent.guests !== undefined]).toEqual([['admins'], true]);
    const sandbox = await startSandbox({ assembly: read });
    try {
      const { iot } = JSON.parse(sandbox.outputs.customOutputs ?? '{}').custom;
      expect(await failedSteps({ url: sandbox.url, outputs: iot }, intent)).toEqual([]);
    } finally {
      await sandbox.stop();
    }
  });

  it('has a test of its own, which passes', async () => {
    expect(await example.npm(['test'])).toMatch(/^# pass 4\n# fail 0$/m);
  });
});

/** The resource types by template; what a nested stack is called has a hash of the backend's name in it, and no more. */
function resourcesOf(recorded: RecordedAssembly): Record<string, string[]> {
  const templates = Object.entries(recorded).filter(([name]) => name.endsWith('.template.json'));
  const types = templates.map(([name, template]) => {
    const { Resources } = template as { Resources: Record<string, { Type: string }> };
    return [name, Object.values(Resources).map(({ Type }) => Type)];
  });
  return Object.fromEntries(types);
}
