import type { Outputs } from '../deployment/outputs.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';

/** All that was found out. What nobody asked for is undefined; what could not be found out says why. */
export interface Facts {
  readonly asked: Asked;
  readonly outputs: Outputs;
  /** Of a sandbox the clock can be moved. */
  readonly isSandbox: boolean;
  /** Of the service: milliseconds since 1970. */
  readonly now: number;
  /** The host that AWS IoT names for this account and Region. */
  readonly endpoint: Answer<string>;
  /** What the hosts of IotEndpoint and AttachPolicyUrl answered to a request without a signature. */
  readonly gateway: HttpAnswer;
  readonly api: HttpAnswer;
  /** Whether the stage is there. */
  readonly stage: Answer<boolean>;
  readonly attachFunction: Answer<AttachFunction>;
  readonly revocation: Answer<Revocation | undefined> | undefined;
  /** Known and undefined: there is none. */
  readonly user: Answer<User | undefined> | undefined;
  readonly identity: Answer<Identity | undefined> | undefined;
  readonly pool: Answer<Pool>;
  readonly role: Answer<Role> | undefined;
  readonly attached: Answer<readonly string[]> | undefined;
  /** By the role, and by the attached IoT policies. */
  readonly byRole: Answer<readonly Decision[]> | undefined;
  readonly byIotPolicies: Answer<readonly Decision[]> | undefined;
  readonly connection: Answer<LiveConnection | undefined> | undefined;
}

export type HttpAnswer =
  | { readonly error: string }
  | {
      readonly status: number;
      /** What its clock said, in milliseconds since 1970, and ours at that moment. */
      readonly date: number | undefined;
      readonly at: number;
      /** `x-amzn-errortype`. */
      readonly errorType: string | undefined;
      readonly allowedOrigin: string | undefined;
    };

export interface AttachFunction {
  readonly name: string;
  readonly state: string;
  /** Executions that are reserved for it. */
  readonly reserved: number | undefined;
  /** The last failure of the last hour that only the deployment can mend, as the function words it. */
  readonly failure: string | undefined;
}

export interface Revocation {
  readonly revokedAt: string;
  readonly reason: string | undefined;
}

export interface User {
  readonly userName: string;
  readonly sub: string;
  readonly enabled: boolean;
  readonly status: string;
  /** When the temporary password stops to work, in milliseconds since 1970, if it is one. */
  readonly passwordUntil: number | undefined;
  /** By precedence, the strongest first. */
  readonly groups: readonly {
    readonly name: string;
    readonly roleArn: string | undefined;
    readonly precedence: number;
  }[];
}

export interface Identity {
  readonly identityId: string;
  /** Names of the providers that it has signed in with. */
  readonly logins: readonly string[];
  /** As the directory has it, where there is one. */
  readonly recorded: RecordedIdentity | undefined;
}

export interface RecordedIdentity {
  readonly identityPoolId: string;
  /** As which it acted at its last POST. */
  readonly roleName: string | undefined;
  readonly lastPost: Date;
  /** By its own DELETE. */
  readonly left: boolean;
}

export interface Pool {
  readonly takesUserPool: boolean;
  /** Names of all providers whose tokens it takes. */
  readonly providers: readonly string[];
  readonly authenticatedRole: string | undefined;
  readonly guestRole: string | undefined;
  /** How a role is chosen by groups; undefined: everybody has the authenticated role. */
  readonly mapping: 'groups' | 'rules' | undefined;
  /** Nobody without a role of a group is let in. */
  readonly deniesOthers: boolean;
}

/** The role that the identity pool gives the identity now. */
export interface Role {
  readonly arn: string;
  /** Name of the group that gives it. */
  readonly group: string | undefined;
  readonly exists: boolean;
  /** Its trust policy; null where it is gone. */
  readonly trust: unknown;
  readonly boundary: string | undefined;
}

export type Action = 'Connect' | 'Publish' | 'RetainPublish' | 'Subscribe' | 'Receive' | 'Invoke';

export interface Decision {
  readonly action: Action;
  readonly resource: string;
  readonly effect: 'allow' | 'implicitDeny' | 'explicitDeny';
  /** Of the role: the permissions boundary is what does not allow it. */
  readonly boundaryForbids?: boolean;
  /** Names of the policies that deny. */
  readonly denying?: readonly string[];
  /** Condition keys of which nobody knows the value. */
  readonly missing?: readonly string[];
}

export interface LiveConnection {
  readonly clientId: string;
  readonly connected: boolean;
  /** Of the last end. */
  readonly reason: string | undefined;
  readonly filters: readonly string[];
}
