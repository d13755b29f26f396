export type { MovableClock } from './base/clock.js';
export type { Fault } from './base/faults.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.js';
export type { Failure, OperationGuard } from './service/operation-guard.js';
export type { Views } from './service/views.js';
export type { Snapshot } from './snapshot.js';
export { readAssembly, type StackAssembly } from './template/assembly.js';
export { type CertificateAuthority, certificateAuthority } from './tls/certificate-authority.js';
