import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly, type Template } from '../../sandbox/template/assembly.js';
import type { EditableTemplate } from './synthesized-assembly.js';

export interface SettingsSandboxOptions extends Partial<Omit<SandboxOptions, 'assembly'>> {
  /** Changes what was synthesized: for what settings rightly refuse, such as a provider on this machine. */
  readonly edit?: (template: EditableTemplate) => void;
}

/** A sandbox of the stack that these settings synthesize, bundle and all; `stop` deletes it, too. */
export async function settingsSandbox(settings: object, options: SettingsSandboxOptions = {}): Promise<Sandbox> {
  const { edit = () => undefined, ...rest } = options;
  const outdir = mkdtempSync(join(tmpdir(), 'cognito-iot-access-settings-'));
  const remove = () => rmSync(outdir, { recursive: true, force: true });
  try {
    // As the CDK CLI does it, without CDK's own validation, which takes longer than all the rest.
    const context = { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ iotAccess: settings }) };
    execFileSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, ...context, CDK_VALIDATION: 'false' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const assembly = readAssembly(outdir);
    const template = structuredClone(assembly.template) as EditableTemplate;
    edit(template);
    const sandbox = await startSandbox({ ...rest, assembly: { ...assembly, template: template as Template } });
    return { ...sandbox, stop: () => sandbox.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The only resource of this type. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
export function onlyResource(template: EditableTemplate, type: string): any {
  const found = Object.values(template.Resources).filter(({ Type }) => Type === type);
  if (found.length !== 1) throw new Error(`the template has ${found.length} resources of type ${type}`);
  return found[0]?.Properties;
}
