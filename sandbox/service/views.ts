import type { SandboxViews } from '../../contract/sandbox-views.js';

/** What there is to see; each is asked anew for every answer. */
export interface Views {
  readonly outputs: () => SandboxViews['outputs'];
  readonly messages: () => SandboxViews['messages'];
  readonly users: () => SandboxViews['users'];
  readonly passwordPolicies: () => SandboxViews['password-policies'];
  readonly identities: () => SandboxViews['identities'];
  readonly attachments: () => SandboxViews['attachments'];
  readonly connections: () => SandboxViews['connections'];
  readonly decisions: (since: number) => SandboxViews['decisions'];
  readonly logs: () => SandboxViews['logs'];
  readonly functionLogs: () => SandboxViews['function-logs'];
  readonly apiRequests: (since?: number) => SandboxViews['api-requests'];
  readonly mqttMessages: (since?: number) => SandboxViews['mqtt-messages'];
  readonly operator: () => SandboxViews['operator'];
  readonly notEmulated: () => SandboxViews['not-emulated'];
}
