import { boot, type Sandbox } from './boot.js';
import type { SandboxOptions as BootOptions } from './service/sandbox-options.js';
import { services } from './services.js';
import { readAssembly, type StackAssembly } from './template/assembly.js';

export type { Sandbox } from './boot.js';

/** What is booted, and how. */
export interface SandboxOptions extends Omit<BootOptions, 'assembly'> {
  /** The folder of a cloud assembly (`cdk.out`), or what `readAssembly` gives of it. */
  readonly assembly?: string | StackAssembly;
  /** In the place of an assembly: a CDK app, which is synthesized. */
  readonly app?: CdkApp;
  /** Which stack, where the assembly or the app has several. */
  readonly stack?: string;
}

/** What the sandbox needs of a CDK app. */
export interface CdkApp {
  synth(): { readonly directory: string };
}

/**
 * Boots a synthesized stack: everything about it is read from the template, nothing is configured beside it.
 *
 * @throws UnsupportedError naming what the template needs and the sandbox cannot judge; Error when the port is taken
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { assembly, app, stack, ...others } = options;
  return boot({ ...others, assembly: assemblyOf({ assembly, app, stack }) }, services);
}

interface WhatToBoot {
  readonly assembly: string | StackAssembly | undefined;
  readonly app: CdkApp | undefined;
  readonly stack: string | undefined;
}

function assemblyOf({ assembly, app, stack }: WhatToBoot): StackAssembly {
  if ((assembly === undefined) === (app === undefined)) {
    throw new Error("startSandbox takes either assembly: 'cdk.out' or app, a CDK app.");
  }
  if (assembly !== undefined && typeof assembly !== 'string') return assembly;
  return readAssembly(assembly ?? (app as CdkApp).synth().directory, stack);
}
