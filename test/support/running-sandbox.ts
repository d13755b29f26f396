import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.js';
import { synthesizedAssembly } from './synthesized-assembly.js';

/** A sandbox on a free port that ends with the test file (or the test, when started in one). */
export async function runningSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({ assembly: synthesizedAssembly(), ...options });
}
