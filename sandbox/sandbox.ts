import { boot, type Sandbox } from './boot.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import { services } from './services.js';

export type { Sandbox } from './boot.js';
export type { SandboxOptions } from './service/sandbox-options.js';

/**
 * Boots a synthesized stack: everything about it is read from the template, nothing is configured beside it.
 *
 * @throws UnsupportedError naming what the template needs and the sandbox cannot judge; Error when the port is taken
 */
export function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  return boot(options, services);
}
