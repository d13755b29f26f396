import { Token } from 'aws-cdk-lib';
import type { Problem } from '../settings-error.js';

/** When somebody is told, and who. Counts are of five minutes. An alarm costs US$ 0.10 a month
 * (https://aws.amazon.com/cloudwatch/pricing/, November 2026; ten an account are free). */
export interface Alarms {
  /** Topic of Amazon SNS that is told; one that is encrypted takes a key that CloudWatch may use.
   * @default one of the stack's own, encrypted with a key of its own: US$ 1 a month */
  readonly topicArn?: string;
  /** Who gets the e-mails of the stack's own topic, once that address has confirmed it. @default nobody */
  readonly email?: string;
  /** Calls of the function that ended in no answer: it broke off, or took too long. A direct invocation that is refused
   * ends so, too. @default 1: it answers every fault, so this is one that it could not */
  readonly functionErrors?: number;
  /** Calls that Lambda turned away for want of concurrency; users get a 500. @default 1 */
  readonly functionThrottles?: number;
  /** Milliseconds of the function that one call of a hundred takes at least, three times in a row.
   * @default 3000: AWS IoT is slow, or memorySize too low; API Gateway gives up at 29,000 */
  readonly functionMilliseconds?: number;
  /** Answers of the API from 500 on; a user who was asked to come back later is one of them.
   * @default 5: one is mended by the client, which tries again */
  readonly apiErrors?: number;
  /** Milliseconds of an answer of the API, cold starts included, that one of a hundred takes at least, three times in a
   * row. @default 5000 */
  readonly apiMilliseconds?: number;
  /** Refused connects of all clients of the account and Region: AWS IoT has no such figure for a stack or an identity.
   * @default 1000: a new user's first connect is refused before the policy is attached, so some are usual */
  readonly connectsRefused?: number;
  /** Connects refused since the account has more than 500 a second. @default 1 */
  readonly connectsThrottled?: number;
  /** Connects refused since one client ID connects more than once a second: a client that goes round in a circle, the
   * nearest that AWS IoT tells of an identity. @default 10 */
  readonly clientsThrottled?: number;
  /** `AttachPolicy` calls a second that AWS grants the account; the alarm is at 80 % of it over a minute. AWS publishes no
   * usage of it, so what counts is what this function asks, which takes `metrics`. @default 15 */
  readonly attachQuota?: number;
  /** Answers that turned away one user who keeps asking; takes `metrics`.
   * @default 20: a client that calls in a circle gets one every few seconds */
  readonly usersThrottled?: number;
}

/** All numbers of them. */
export type AlarmThresholds = Required<Omit<Alarms, 'topicArn' | 'email'>>;

/** What holds where nothing else is said; why, is said above. */
export const defaultThresholds: AlarmThresholds = {
  functionErrors: 1,
  functionThrottles: 1,
  functionMilliseconds: 3000,
  apiErrors: 5,
  apiMilliseconds: 5000,
  connectsRefused: 1000,
  connectsThrottled: 1,
  clientsThrottled: 10,
  attachQuota: 15,
  usersThrottled: 20,
};

const topicArns = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/;
const addresses = /^[^\s@,;<>]+@[^\s@,;<>]+$/;

/** Those that count what the function sends. */
export const ofOwnMetrics = ['attachQuota', 'usersThrottled'] as const;

export interface AroundAlarms {
  readonly alarms: Alarms | undefined;
  readonly metrics: boolean | undefined;
}

/** Every problem of the alarms. A text that is known no sooner than at deployment is taken as it is. */
export function alarmProblems({ alarms, metrics }: AroundAlarms): Problem[] {
  if (!alarms) return [];
  const { topicArn, email, ...thresholds } = alarms;
  const problems = Object.entries(thresholds)
    .filter(([, value]) => !(Number.isInteger(value) && value > 0))
    .map(([name, value]) => problem(name, value, 'a whole number from 1 on'));
  if (isWrong(topicArn, topicArns)) {
    problems.push(problem('topicArn', topicArn, 'an ARN such as arn:aws:sns:eu-west-1:111122223333:alarms'));
  }
  if (isWrong(email, addresses)) problems.push(problem('email', email, 'one address such as operators@example.com'));
  if (topicArn !== undefined && email !== undefined) {
    const what =
      'cannot be used with alarms.topicArn: whom a topic of yours tells is set there; leave out one of the two';
    problems.push({ where: 'alarms.email', what });
  }
  const idle = metrics ? [] : ofOwnMetrics.filter((name) => alarms[name] !== undefined);
  const what = 'needs metrics: true, for it counts what the function sends; AWS has no such figure';
  return [...problems, ...idle.map((name) => ({ where: `alarms.${name}`, what }))];
}

function isWrong(given: string | undefined, allowed: RegExp): boolean {
  return given !== undefined && !Token.isUnresolved(given) && !allowed.test(given);
}

function problem(name: string, given: unknown, allowed: string): Problem {
  return { where: `alarms.${name}`, what: `given ${JSON.stringify(given)}; allowed: ${allowed}` };
}
