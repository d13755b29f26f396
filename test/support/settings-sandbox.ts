import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, App } from 'aws-cdk-lib';
import { IotAccessStack, readSettings } from '../../lib/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.js';
import { readAssembly, type StackAssembly } from '../../sandbox/template/assembly.js';
import { stacksOf } from '../../sandbox/template/boot-environment.js';
import { sharedAssemblyFolder } from './shared-assembly.js';
import { type EditableTemplate, synthesizedAssembly } from './synthesized-assembly.js';

export interface SettingsSandboxOptions extends Partial<Omit<SandboxOptions, 'assembly'>> {
  /** Changes what was synthesized: for what settings rightly refuse, such as a provider on this machine. */
  readonly edit?: (template: EditableTemplate) => void;
}

/** A sandbox of the stack that these settings synthesize, with the shared bundle. */
export async function settingsSandbox(settings: object, options: SettingsSandboxOptions = {}): Promise<Sandbox> {
  const { edit = () => undefined, ...rest } = options;
  const assembly = settingsAssembly(settings);
  edit(assembly.template as EditableTemplate);
  return startSandbox({ ...rest, assembly });
}

/** The stack of these settings as `cdk synth` makes it, with the shared bundle; its own, to be edited. */
export function settingsAssembly(settings: object): StackAssembly {
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
  return appAssembly(context, (app) => new IotAccessStack(app, 'CognitoIotAccess', readSettings(settings)));
}

/** The stacks that `create` adds to an app with this context, with the shared bundle. */
export function appAssembly(context: Record<string, unknown>, create: (app: App) => void): StackAssembly {
  const outdir = mkdtempSync(join(tmpdir(), 'cognito-iot-access-settings-'));
  try {
    const unbundled = { ...context, 'aws:cdk:bundling-stacks': [] };
    const app = new App({ outdir, analyticsReporting: false, context: unbundled });
    create(app);
    // Said of every stack that lets users sign up; a test of its own reads it.
    Annotations.of(app).acknowledgeWarning('cognito-iot-access:dailyEmails');
    app.synth();
    return withBundle(readAssembly(outdir));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** There are two bundles, with a directory and without; the settings change neither, so each is made once for all tests. */
function withBundle(assembly: StackAssembly): StackAssembly {
  const own = attachPolicyFunctions(assembly);
  const withDirectory = own[0].Environment.Variables.DIRECTORY_TABLE !== undefined;
  const shared = withDirectory ? readAssembly(sharedAssemblyFolder({ directory: true })) : synthesizedAssembly();
  const [{ Code }] = attachPolicyFunctions(shared);
  for (const one of own) one.Code = Code;
  const { assetFolders } = shared;
  const others = (assembly.others ?? []).map((other) => ({ ...other, assetFolders }));
  return { ...assembly, assetFolders, others };
}

/** In whichever stacks they are, or nested in one; at least one. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
function attachPolicyFunctions(assembly: StackAssembly): [any, ...any[]] {
  const templates = [
    ...stacksOf(assembly).map(({ template }) => template),
    ...(assembly.nestedTemplates?.values() ?? []),
  ];
  const [first, ...others] = templates
    .flatMap((template) => Object.values((template as EditableTemplate).Resources))
    .filter(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Environment?.Variables?.IOT_POLICY_NAME,
    );
  if (first === undefined) throw new Error('the template has no attach-policy function');
  return [first.Properties, ...others.map(({ Properties }) => Properties)];
}

/** The only resource of this type. */
// biome-ignore lint/suspicious/noExplicitAny: the properties of any resource type
export function onlyResource(template: EditableTemplate, type: string): any {
  const found = Object.values(template.Resources).filter(({ Type }) => Type === type);
  if (found.length !== 1) throw new Error(`the template has ${found.length} resources of type ${type}`);
  return found[0]?.Properties;
}
