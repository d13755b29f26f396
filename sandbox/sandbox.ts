import { boot, type Sandbox } from './boot.js';
import { readSeed, type SeedInput } from './seed/seed.js';
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
  /** Which stacks of it, by name; what they depend on comes along. @default all */
  readonly stack?: string | readonly string[];
  /** Users, things and retained messages that are there after boot and after each reset; or the file that has them. */
  readonly seed?: SeedInput | string;
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
  const { assembly, app, stack, seed, ...others } = options;
  const sown = seed === undefined ? undefined : readSeed(seed);
  return boot({ ...others, assembly: assemblyOf({ assembly, app, stack }) }, services, sown);
}

interface WhatToBoot {
  readonly assembly: string | StackAssembly | undefined;
  readonly app: CdkApp | undefined;
  readonly stack: string | readonly string[] | undefined;
}

function assemblyOf({ assembly, app, stack }: WhatToBoot): StackAssembly {
  if ((assembly === undefined) === (app === undefined)) {
    throw new Error("startSandbox takes either assembly: 'cdk.out' or app, a CDK app.");
  }
  if (assembly !== undefined && typeof assembly !== 'string') return assembly;
  return readAssembly(assembly ?? (app as CdkApp).synth().directory, stack);
}
