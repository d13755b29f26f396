import type { Intent } from '../contract/intent.js';
import type { AwsCredentials } from './aws-credentials.js';

/** What a client of the AWS SDK is for. */
export interface ClientTarget {
  /** Undefined where it is AWS, whose endpoints the SDK knows. */
  readonly endpoint?: string;
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string | undefined>>;
}

/** Where the journey leads: the endpoint of every AWS service, and what only the sandbox can tell. */
export interface JourneyTarget {
  /** For the AWS SDKs: `http://127.0.0.1:8001`. */
  readonly endpoint: string;
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What the settings of the stack meant. */
  readonly intent: Intent;
  /** Reads the code that was mailed to this address last. */
  readonly confirmationCode: (email: string) => Promise<string>;
  /** Credentials of an operator of the account, who may do everything. */
  readonly operator: () => Promise<AwsCredentials>;
  /** Who may reach which device, as an operator of the account grants it; undefined: nobody here can. */
  readonly deviceGrants?: () => Promise<OperatorGrants>;
  /** Names of the IoT policies attached to this identity, as an operator of the account sees them. */
  readonly attachedPolicies: (identityId: string) => Promise<readonly string[]>;
  /** Why the last request was refused, in the words of the decision log; undefined if none was since `since`. */
  readonly refusalSince: (since: number) => Promise<string | undefined>;
  /** The number of the newest entry of the decision log. */
  readonly decisionNumber: () => Promise<number>;
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
