import type { Intent } from '../contract/intent.js';
import type { OperatorCredentials } from './aws-credentials.js';
import type { Made } from './made.js';

/** What a client of the AWS SDK is for. */
export interface ClientTarget {
  /** `http://127.0.0.1:8001`. Undefined where it is AWS, whose endpoints the SDK knows. */
  readonly endpoint?: string;
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string | undefined>>;
}

/** Where the journey leads: the endpoint of every AWS service, and what only the sandbox or an operator can tell. */
export interface JourneyTarget extends ClientTarget {
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What the settings of the stack meant. */
  readonly intent: Intent;
  /** Reads the code that was mailed to this address last. Undefined: nobody here can, and an operator makes the users. */
  readonly confirmationCode?: (email: string) => Promise<string>;
  /** Why nobody can tell what guests may do, though they are let in: then it is not tried. */
  readonly guestsUnknown?: string;
  /** How users sign in. @default by SRP, with an app client that has no secret, named by e-mail addresses */
  readonly signIn?: SignInWays;
  /** A user that is there, who takes the place of the made-up ones; then nobody is made. */
  readonly givenUser?: { readonly userName: string; readonly password: string };
  /** Credentials of an operator of the account, who may do everything. */
  readonly operator: () => Promise<OperatorCredentials>;
  /** Who may reach which device, as an operator of the account grants it; undefined: nobody here can. */
  readonly deviceGrants?: () => Promise<OperatorGrants>;
  /** Names of the IoT policies attached to this identity, as an operator of the account sees them. */
  readonly attachedPolicies: (identityId: string) => Promise<readonly string[]>;
  /** Undefined: nobody tells why something was refused, so that MQTT 5's reason codes have to. */
  readonly decisions?: DecisionLog;
  /** Milliseconds that a change of attachments and policies may take to work. @default it works at once */
  readonly patience?: number;
  /** Ends the journey after what is under way. */
  readonly signal?: AbortSignal;
  /** Told of each thing before it is made, so that it can be removed, however the journey ends. What it throws keeps
   * the thing from being made. */
  readonly making?: (made: Made) => void;
}

/** One whose endpoint is known: a sandbox. */
export interface LocalTarget extends JourneyTarget {
  readonly endpoint: string;
}

/** Of a sandbox. */
export interface DecisionLog {
  /** The number of its newest entry. */
  readonly newest: () => Promise<number>;
  /** Why the last request was refused; undefined if none was since `since`. */
  readonly refusalSince: (since: number) => Promise<string | undefined>;
}

/** What a user pool and its app client make possible. */
export interface SignInWays {
  readonly flow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH';
  readonly clientSecret?: string;
  /** Whether an e-mail address can be the user name. */
  readonly namedByEmail: boolean;
}

/** Of `DeviceGrants` in `cognito-iot-access/grants`, what the journey does. */
export interface OperatorGrants {
  grant(grant: DeviceGrant): Promise<DeviceChange>;
  revoke(grant: DeviceGrant): Promise<DeviceChange>;
}

interface DeviceGrant {
  /** `sub` of the user. */
  readonly user: string;
  readonly device: string;
}

interface DeviceChange {
  readonly changed: boolean;
  /** The user's own policy that names the device. */
  readonly policyName: string;
  readonly identityIds: readonly string[];
}

/** The least that a stack can mean; what is assumed of an assembly that says nothing. */
export const USUAL_INTENT: Intent = { selfSignUp: true, clientSideAttach: false, groups: [] };
