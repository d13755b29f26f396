import type { Decision } from './decision.js';
import type { OperationCount, SandboxViews } from './sandbox-views.js';

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
  readonly apiRequests: readonly ApiRequestRecord[];
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

/** A message that the broker took, or refused to take. */
export interface MqttMessageRecord {
  readonly number: number;
  readonly time: number;
  readonly topic: string;
  readonly payload: PayloadPreview;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** Undefined for AWS's own services, and for what was published over HTTPS. */
  readonly from: { readonly clientId: string; readonly identityId?: string } | undefined;
  /** Client IDs that it was sent to, the first ones. */
  readonly to: readonly string[];
  /** How many it was sent to in all. */
  readonly toCount: number;
  /** Client IDs that had subscribed, and whose policies did not let them receive it; the first ones. */
  readonly notTo: readonly string[];
}

export interface PayloadPreview {
  /** The beginning, as text if it is UTF-8 without control characters, else as base64. */
  readonly text: string;
  readonly encoding: 'utf8' | 'base64';
  /** Bytes of all of it. */
  readonly bytes: number;
  readonly isCut: boolean;
}

/** A line that a function wrote. */
export interface FunctionLogLine {
  readonly time: number;
  readonly functionName: string;
  readonly requestId?: string;
  readonly line: string;
}

/** A request to one of the stack's APIs, without keys and tokens. */
export interface ApiRequestRecord {
  readonly number: number;
  readonly time: number;
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly route?: string;
  /** Identity ID, or ARN of the role. */
  readonly caller?: string;
  readonly status: number;
  /** Handed to the function, where one was called. */
  readonly event?: unknown;
  /** What it answered, cut. */
  readonly answer?: unknown;
  /** Why it was refused. */
  readonly refusal?: string;
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
