/** What AWS grants an account in a Region unless it is asked for more. */
export interface Quota {
  readonly default: number;
  readonly of: string;
  /** How it is raised. */
  readonly increase: string;
  /** What of ours asks less of it. */
  readonly eases: string;
  readonly page: string;
  /** Where and when it was read. */
  readonly read: string;
}

const iot = { page: 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html', read: 'Service Quotas, 2024-02' };
const cognito = { page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html', read: '2023-02' };
const bySales = 'by the month: $20 for each request a second';

/** AWS's sources disagree on `getId` (25 or 250) and `getCredentials` (200 or 2,000): the lower one. */
export const quotas = {
  emails: {
    default: 50,
    of: 'e-mails that Cognito sends, a day',
    increase: 'none',
    eases: '`email`: Amazon SES sends, by its own quotas',
    page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html',
    read: '2026-11',
  },
  attachPolicy: {
    default: 15,
    of: '`iot:AttachPolicy`, a second',
    increase: 'L-CA7D4E3E',
    eases:
      'the client attaches only when refused, and waits as `Retry-After` says; `rateLimit` at four thirds of a raised quota',
    page: iot.page,
    read: 'Service Quotas, 2024-02; again 2025-06',
  },
  userCreation: {
    default: 50,
    of: 'Cognito UserCreation, a second',
    increase: bySales,
    eases: 'users whom an administrator makes before the launch, at a pace of their own (`selfSignUp: false`)',
    ...cognito,
  },
  userAuthentication: {
    default: 120,
    of: 'Cognito UserAuthentication, a second',
    increase: bySales,
    eases: '`tokenValidity.idToken` of up to a day: then tokens are renewed less often than credentials',
    ...cognito,
  },
  getId: {
    default: 25,
    of: 'Cognito GetId, a second',
    increase: 'L-A38ADA84',
    eases: "AWS's SDKs keep the identity ID; it is asked for once a device",
    ...cognito,
  },
  getCredentials: {
    default: 200,
    of: 'Cognito GetCredentialsForIdentity, a second',
    increase: 'L-5AE9F13D',
    eases: 'the client spreads who comes back, and uses credentials until shortly before they end',
    ...cognito,
  },
  connects: {
    default: 500,
    of: 'connects to AWS IoT, a second',
    increase: 'L-AEA1E176',
    eases: "the client's back-off spreads who comes back; `alarms.connectsThrottled` tells",
    ...iot,
  },
  connections: {
    default: 500_000,
    of: 'connections at once',
    increase: 'L-75CAB723',
    eases: 'none: more accounts or Regions, each with a stack',
    ...iot,
  },
  subscriptions: {
    default: 500_000,
    of: 'subscriptions at once',
    increase: 'L-52CBB99B',
    eases: '`access.subscribe` with a wildcard (`users/{identity}/*`): one filter `…/#` in the place of several',
    ...iot,
  },
  publishes: {
    default: 20_000,
    of: 'messages to AWS IoT, a second',
    increase: 'yes, the code was not found',
    eases: 'none: send less, or larger messages',
    ...iot,
  },
} as const satisfies Readonly<Record<string, Quota>>;

export type QuotaName = keyof typeof quotas;
