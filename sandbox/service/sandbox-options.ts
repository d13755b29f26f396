import type { Decision } from '../../contract/decision.js';
import type { Fault } from '../base/faults.js';
import type { StackAssembly } from '../template/assembly.js';
import type { Failure } from './operation-guard.js';

export interface SandboxOptions {
  /** A stack, and those that boot together with it: what `readAssembly` gives. */
  readonly assembly: StackAssembly;
  /** Stacks deployed before, whose pools and roles this one uses. @default none */
  readonly existing?: readonly StackAssembly[];
  /** For stacks that do not say where they are deployed; of several Regions, the one that boots. @default 'us-east-1' */
  readonly region?: string;
  /** 0 for any free one. @default 0 */
  readonly port?: number;
  /** Seconds that credentials of the identity pool live. @default 3600 */
  readonly credentialsLifetime?: number;
  /** Seconds that a new attachment, or a new default version of an IoT policy, takes to work. @default 0 */
  readonly attachDelay?: number;
  /** Operation to calls a second, beside AWS's own quotas. */
  readonly quotas?: Readonly<Record<string, number>>;
  /**
   * The account's quota "Concurrent executions" of Lambda; new accounts may have 10.
   * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   * @default 1000
   */
  readonly concurrentExecutions?: number;
  /**
   * E-mails that Cognito itself sends in 24 hours, for all user pools that do not send by Amazon SES; more than 1,000 is
   * no limit. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html @default 50, as on AWS
   */
  readonly emailsPerDay?: number;
  /** Operation to the error it fails with. */
  readonly failures?: Readonly<Record<string, Failure>>;
  /** Folder that keeps users, identities, IoT policies, attachments, things, shadows, retained messages and items. @default in memory */
  readonly dataFolder?: string;
  /** Folder of the certificate authority that clients trust for https and wss. @default in this user's cache folder */
  readonly caFolder?: string;
  /** Values of the template's parameters, by `Name` or, for one stack, by `Stack:Name`. @default the template's own */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values in Systems Manager's Parameter Store that the template refers to, by name. */
  readonly ssm?: Readonly<Record<string, string>>;
  /**
   * Values of attributes of resources that are left out, by `Stack/LogicalId.Attribute` (`Ref` is one, too), where a
   * made-up one will not do. @default made-up ones
   */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Values of `outputs`, by name, where the templates do not say which of several resources is meant. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Values of secrets in Secrets Manager that the template refers to, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Documents of managed policies that roles carry and that are in no template, by ARN. */
  readonly managedPolicies?: Readonly<Record<string, unknown>>;
  /**
   * Addresses of other emulators, for what the stack's functions call: by service (`dynamodb`, `s3`), or by `*` for all
   * services that the sandbox does not emulate. They are sent made-up credentials.
   *
   * @default every call comes to the sandbox, which refuses what it does not emulate
   */
  readonly endpoints?: Readonly<Record<string, string>>;
  /**
   * What could refuse requests, and is left out all the same: a web ACL's association, by logical ID or by type.
   * @default the boot stops at it
   */
  readonly without?: readonly string[];
  /** What a refused subscription gets: AWS closes the connection. @default 'close' */
  readonly refusedSubscribe?: 'close' | 'suback';
  /** Origin of the sandbox's own page, which may call the API although the stack may not name it. @default none */
  readonly pageOrigin?: string;
  /** Called with what the functions write and what API Gateway would log. */
  readonly onLogLine?: (line: string) => void;
  /** Told of each decision that refused something, as `/_sandbox/decisions` shows it, when it is made. */
  readonly onRefusal?: (refusal: Decision) => void;
  /** Told of each failure of the sandbox itself. @default a line of JSON on standard error */
  readonly onFault?: (fault: Fault) => void;
}
