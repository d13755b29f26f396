import type { ApiRequest } from './api-request.js';
import type { Decision } from './decision.js';
import type { MqttMessageRecord } from './mqtt-message.js';
import type { FunctionLogLine, OperationCount, SandboxViews } from './sandbox-views.js';

export type { MqttMessageRecord, PayloadPreview } from './mqtt-message.js';
export type { FunctionLogLine } from './sandbox-views.js';

/** All that the console shows. Times are milliseconds since 1970 where they are numbers, ISO 8601 where they are texts. */
export interface ConsoleState {
  readonly overview: ConsoleOverview;
  readonly users: SandboxViews['users'];
  readonly passwordPolicies: SandboxViews['password-policies'];
  /** The mailbox. */
  readonly messages: SandboxViews['messages'];
  readonly identities: SandboxViews['identities'];
  readonly attachments: SandboxViews['attachments'];
  readonly connections: SandboxViews['connections'];
  readonly testClients: readonly TestClient[];
  readonly switches: ConsoleSwitches;
  /** Oldest first, as the next three. */
  readonly decisions: readonly Decision[];
  readonly mqttMessages: readonly MqttMessageRecord[];
  readonly functionLogs: readonly FunctionLogLine[];
  readonly apiRequests: readonly ApiRequest[];
}

/** The stack, without secrets. */
export interface ConsoleOverview {
  readonly region: string;
  readonly accountId: string;
  readonly stacks: readonly { readonly name: string; readonly outputs: Readonly<Record<string, string>> }[];
  /** By type, those with most resources first. */
  readonly resources: readonly {
    readonly type: string;
    readonly resources: readonly { readonly logicalId: string; readonly physicalId: string }[];
  }[];
  /** What the sandbox leaves out. */
  readonly notEmulated: SandboxViews['not-emulated'];
  readonly userPools: readonly OverviewUserPool[];
  readonly identityPools: readonly {
    readonly id: string;
    readonly name: string;
    /** Whether guests get credentials. */
    readonly guests: boolean;
  }[];
  readonly roles: readonly {
    readonly arn: string;
    readonly name: string;
    /** Its policies by name, as they stand in the template. */
    readonly policies: readonly { readonly name: string; readonly document: unknown }[];
    readonly trustPolicy: unknown;
  }[];
  /** Those that there are now, those made while it runs too. */
  readonly iotPolicies: readonly { readonly name: string; readonly document: unknown }[];
  /** Origins of pages that the stack lets call it. */
  readonly allowedOrigins: readonly string[];
}

/** Who may sign in, and how. */
export interface OverviewUserPool {
  readonly id: string;
  readonly name: string;
  readonly selfSignUp: boolean;
  readonly groups: readonly { readonly name: string; readonly precedence?: number; readonly roleArn?: string }[];
  readonly clients: readonly { readonly id: string; readonly name: string }[];
}

/** The time, and the bad days that are switched on. Operations are named as in `GET /_sandbox/calls`. */
export interface ConsoleSwitches {
  readonly clock: {
    /** When this was told. */
    readonly now: string;
    /** How far it is ahead of the machine's. */
    readonly aheadMilliseconds: number;
  };
  readonly calls: Readonly<Record<string, OperationCount>>;
  readonly faults: Readonly<Record<string, { readonly code: string; readonly rate: number }>>;
  readonly delays: Readonly<Record<string, { readonly milliseconds: number }>>;
  /** In force now, with whether somebody has changed it. */
  readonly quotas: Readonly<Record<string, { readonly perSecond: number; readonly changed: boolean }>>;
  readonly attachDelaySeconds: number;
}

/** A connection that the console opened as one of the users, by `POST /_sandbox/mqtt/connect`. */
export interface TestClient {
  readonly id: string;
  readonly clientId: string;
  readonly identityId: string;
  readonly isOpen: boolean;
  /** Why it has ended: what the user would read. */
  readonly end?: { readonly code: number | undefined; readonly reason: string; readonly explanation: string };
  readonly subscriptions: readonly string[];
  /** The last ones that it received, oldest first; at most 100. */
  readonly received: readonly Pick<MqttMessageRecord, 'time' | 'topic' | 'payload' | 'qos' | 'retain'>[];
}
