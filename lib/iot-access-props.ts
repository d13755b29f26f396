import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DeviceAccess } from './access/device-access.js';
import type { GroupAccess } from './access/group-access.js';
import type { GuestAccess } from './access/guest-access.js';
import type { TopicAccess } from './access/topic-access.js';
import type { SignInOptions } from './sign-in/sign-in-options.js';
import type { Alarms } from './watching/alarms.js';

export interface IotAccessProps extends SignInOptions {
  /** Who may publish, subscribe and receive where, as which client.
   * @default each user's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: TopicAccess;
  /** What people may do who have not signed in. @default nothing: there are no guests */
  readonly guests?: GuestAccess;
  /** Groups of users who may do something else than all other users: one IoT policy holds what any of them may do, and
   * each user's role decides. @default none */
  readonly groups?: readonly GroupAccess[];
  /** Whether a table records which identities a user of the user pool has, so that a back end can find a user's topics,
   * and the user of a topic: see `grantDirectoryRead`. @default false */
  readonly directory?: boolean;
  /** When what deleted users have left behind is taken away, as a schedule of EventBridge: `rate(1 day)`; takes
   * `directory`. A run asks Cognito for 600 users a second, for up to fifteen minutes of a function with 512 MiB, which is
   * US$ 0.006 (https://aws.amazon.com/lambda/pricing/, November 2026: 450 GB-seconds at 0.0000133334), and reads the table
   * once. @default never by itself: `cognito-iot sweep` does the same */
  readonly sweepSchedule?: string;
  /** What a user may do with a device that a back end granted to them (`grantDeviceGrants`); takes `directory`.
   * @default no device can be granted */
  readonly devices?: DeviceAccess;
  /** Whether apps may call `iot:AttachPolicy` themselves, for any policy and any identity. @default false */
  readonly clientSideAttach?: boolean;
  /** Origins of the web pages that may call the API. @default ['http://localhost:8000'] */
  readonly allowedOrigins?: readonly string[];
  /** MiB of the function. @default 512 */
  readonly memorySize?: number;
  /** Of the function; at most 28 seconds. @default Duration.seconds(10) */
  readonly timeout?: Duration;
  /** @default no reservation */
  readonly reservedConcurrentExecutions?: number;
  /** Of every log group. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** Of all that users need to come back (pools, app client, groups, roles, providers, domain), IoT policy, directory, log groups and the account's role for API logs.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE */
  readonly removalPolicy?: RemovalPolicy;
  /** Requests to each method of the API each second over a longer time. @default 20: a little above the 15 calls a second
   * that AWS IoT grants an account */
  readonly rateLimit?: number;
  /** Requests to each method of the API at once. @default 20 */
  readonly burstLimit?: number;
  /** Requests to the API of one IP address in five minutes, from 10 on; more are blocked by AWS WAF and answered 429. A web
   * ACL costs US$ 5 a month, its rule 1, a million requests 0.60 (https://aws.amazon.com/waf/pricing/, November 2026).
   * @default no web ACL */
  readonly webAclRateLimit?: number;
  /** Whether each request to the API is logged. It takes a role that the account has for API Gateway's logs: without
   * one AWS refuses the deployment. @default false */
  readonly apiAccessLog?: boolean;
  /** Whether to set that role, which is one for all APIs of the account and Region; takes `apiAccessLog`.
   * @default false */
  readonly apiGatewayCloudWatchRole?: boolean;
  /** Whether each line of the function's log is also metrics, in the namespace `CognitoIotAccess`: `Answers` by outcome, and
   * `IotRequests` by action, which is what AWS IoT's quota of attaches is held against. Each outcome and each action that
   * occurs is a metric of its own at US$ 0.30 a month (https://aws.amazon.com/cloudwatch/pricing/, November 2026).
   * @default false */
  readonly metrics?: boolean;
  /** Who is told when something goes wrong, and from when on; `{}` takes the thresholds that are documented. Eight alarms,
   * ten with `metrics`, at US$ 0.10 a month each, and US$ 1 for the key of a topic of the stack's own.
   * @default no alarms */
  readonly alarms?: Alarms;
  /** Whether there is a dashboard of the API, the function and AWS IoT; US$ 3 a month, three of an account are free.
   * @default false */
  readonly dashboard?: boolean;
  /** Whether AWS X-Ray gets a trace of some requests, from the API through the function: by default the first of each second
   * and one of twenty others. A million traces cost US$ 5, the first 100,000 of a month nothing
   * (https://aws.amazon.com/xray/pricing/, November 2026). @default false */
  readonly tracing?: boolean;
  /** Whether the stack gets what clients need to know as its outputs, named `Region`, `UserPoolId` and so on; false
   * where it has outputs of these names, as with a second `IotAccess`. @default true */
  readonly writeOutputs?: boolean;
}
