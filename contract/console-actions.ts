import type { Decision } from './decision.js';

/**
 * What an operator does from the console, by path below `/_sandbox/`: `POST` of JSON (`content-type: application/json`),
 * for this machine's own programs, and for the console with its token. A refusal is a `ConsoleError`.
 *
 * Beside these there are `clock`, `faults`, `quotas`, `delays`, `attach-delay` and `reset` (`ConsoleSwitchBodies`), and
 * what takes the sandbox back and keeps it as a file.
 */
export interface ConsoleActions {
  /** The password is permanent where it is confirmed; without one, or unconfirmed, an invitation is in the mailbox. */
  readonly 'users/create': Action<
    {
      readonly userPoolId: string;
      /** The e-mail address, where the pool signs in by it. */
      readonly userName: string;
      readonly password?: string;
      /** @default true, with a password */
      readonly confirmed?: boolean;
      readonly groups?: readonly string[];
      readonly attributes?: Readonly<Record<string, string>>;
    },
    { readonly userName: string; readonly sub: string }
  >;
  readonly 'users/confirm': Action<UserName>;
  readonly 'users/disable': Action<UserName>;
  readonly 'users/enable': Action<UserName>;
  readonly 'users/delete': Action<UserName>;
  readonly 'users/set-password': Action<UserName & { readonly password: string }>;
  readonly 'users/sign-out': Action<UserName>;
  readonly 'users/add-to-group': Action<UserName & { readonly groupName: string }>;
  readonly 'users/remove-from-group': Action<UserName & { readonly groupName: string }>;

  readonly 'identities/attach': Action<{ readonly identityId: string; readonly policyName: string }>;
  readonly 'identities/detach': Action<{ readonly identityId: string; readonly policyName: string }>;
  /** Detaches everything, ends its connections with their sessions, and signs its users out everywhere. */
  readonly 'identities/revoke': Action<
    { readonly identityId: string },
    {
      readonly detached: readonly string[];
      /** Client IDs. */
      readonly disconnected: readonly string[];
      /** User names. */
      readonly signedOut: readonly string[];
    }
  >;
  readonly 'connections/disconnect': Action<{
    readonly clientId: string;
    /** Whether its session goes, too. @default false */
    readonly cleanSession?: boolean;
  }>;

  /**
   * Signs in as somebody and connects, by MQTT 5: what a role or a policy refuses is refused here as it would be there.
   * The client is in `ConsoleState.testClients` as long as it is connected, and a little longer.
   */
  readonly 'mqtt/connect': Action<
    {
      readonly who: Who;
      /** @default the identity ID, as the stack's own settings have it */
      readonly clientId?: string;
    },
    TestClientAnswer & { readonly id: string; readonly clientId: string; readonly identityId: string }
  >;
  readonly 'mqtt/subscribe': Action<
    {
      readonly id: string;
      readonly filter: string;
      /** @default 0 */
      readonly qos?: 0 | 1;
    },
    TestClientAnswer
  >;
  readonly 'mqtt/unsubscribe': Action<{ readonly id: string; readonly filter: string }, TestClientAnswer>;
  readonly 'mqtt/publish': Action<
    {
      readonly id: string;
      readonly topic: string;
      readonly payload: string;
      /** @default 1 */
      readonly qos?: 0 | 1;
      /** @default false */
      readonly retain?: boolean;
    },
    TestClientAnswer
  >;
  readonly 'mqtt/disconnect': Action<{ readonly id: string }>;

  /** May somebody do that? Judged as it would be now, and written into no log. */
  readonly 'what-if': Action<
    {
      readonly who: Who | { readonly roleArn: string };
      /** `iot:Publish`, `execute-api:Invoke`, … */
      readonly action: string;
      /** What the action is about: for MQTT the topic, the topic filter or the client ID, for others the ARN. */
      readonly name: string;
      /** Of the connection that would ask. @default the identity ID */
      readonly clientId?: string;
      /** @default 127.0.0.1 */
      readonly sourceIp?: string;
    },
    WhatIfAnswer
  >;
  /** What would allow what a decision has refused. */
  readonly 'settings-hint': Action<{ readonly decision: number }, { readonly hint: SettingsHint }>;
}

export interface Action<Body, Answer = Readonly<Record<string, never>>> {
  readonly body: Body;
  readonly answer: Answer;
}

export interface UserName {
  readonly userPoolId: string;
  readonly userName: string;
}

/** A user of a user pool, who gets the identity that a sign-in would give; or an identity that there is; or a new guest. */
export type Who =
  | { readonly user: UserName & { readonly identityPoolId?: string } }
  | { readonly identityId: string }
  | { readonly guestOf: string };

/** What the client was told. */
export interface TestClientAnswer {
  readonly ok: boolean;
  /** MQTT 5's reason code; absent where no answer came and the connection ended. */
  readonly code?: number;
  /** Why, in the sandbox's words, where it was refused. */
  readonly explanation?: string;
  /** The decision that refused it. */
  readonly decision?: Decision;
}

export interface WhatIfAnswer {
  readonly allowed: boolean;
  readonly decision: Omit<Decision, 'number' | 'time'>;
  /** Whose documents were asked. */
  readonly roleArn: string;
  /** IoT policies that are attached, and those of them that are in effect. Empty for guests and roles. */
  readonly iotPolicies: readonly string[];
  /** Where it is refused. */
  readonly hint?: SettingsHint;
}

/** What to do about a refusal. */
export interface SettingsHint {
  /** With `names of things` between backquotes. */
  readonly text: string;
  /** What to write into the setting `iotAccess`. */
  readonly setting?: {
    readonly pattern: string;
    readonly lists: readonly string[];
    /** Where the lists stand: `access`, `guests.access`, `the access of the group operators`. */
    readonly setting: string;
    /** JSON for `cdk.json`. */
    readonly snippet: string;
    /** Whether the lists may have entries that nobody tells, which have to be kept. */
    readonly mayHaveMore: boolean;
  };
}

/** Bodies of the switches, by path below `/_sandbox/`. An operation is named as in `iot:AttachPolicy`. */
export interface ConsoleSwitchBodies {
  readonly clock: { readonly advanceSeconds: number } | { readonly reset: true };
  readonly faults: { readonly operation: string; readonly code: string; readonly rate?: number };
  readonly quotas: { readonly operation: string; readonly perSecond: number };
  readonly delays: { readonly operation: string; readonly milliseconds: number };
  readonly 'attach-delay': { readonly seconds: number };
  /** Takes the operation's faults, delays and quotas back. */
  readonly reset: { readonly operation: string };
}
