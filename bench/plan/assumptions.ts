/** How an app with so many monthly active users behaves: assumed, to be replaced by one's own. */
export const behaviour = {
  /** Share of the users that are new in a month: only they are attached. */
  newEachMonth: 0.05,
  /** A day's busiest second against its average. */
  peak: 5,
  /** Share of the users connected at the busiest time. */
  connectedAtPeak: 0.2,
  connectionsPerDay: 3,
  hoursConnectedPerDay: 2,
  /** Published and received, of at most 5 KB. */
  messagesPerDay: 100,
  /** Seconds in which everybody connected comes back after an interruption: what the client's back-off spreads. */
  comeBackWithin: 300,
  /** A launch: this share of the users is new, within so many seconds. */
  launchShare: 0.01,
  launchWithin: 600,
};

/** Default quotas, each second unless named otherwise, for one account and Region. */
export const quotas = {
  attachPolicy: { default: 15, page: 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html' },
  connects: { default: 500, page: 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html' },
  /** At the same time. */
  connections: { default: 500_000, page: 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html' },
  publishes: { default: 20_000, page: 'https://docs.aws.amazon.com/general/latest/gr/iot-core.html' },
  userCreation: { default: 50, page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html' },
  userAuthentication: { default: 120, page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html' },
  /** AWS's sources disagree (25 or 250; 200 or 2,000): the lower one. */
  getId: { default: 25, page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html' },
  getCredentials: { default: 200, page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html' },
} as const;

/** US dollars, list prices without volume discounts and free tiers (but Cognito's): an upper bound. */
export const prices = {
  /** Per user and month beyond 10,000, plan Lite, which the stack's user pool has; beyond 100,000 users it is less (0.0046).
   * The plan Essentials is 0.015. https://aws.amazon.com/cognito/pricing/ as of 2026-09-20 */
  userPoolTier: 'LITE',
  activeUser: 0.0055,
  freeActiveUsers: 10_000,
  /** https://aws.amazon.com/iot-core/pricing/ as of 2026-09-20 */
  connectionMinute: 0.08e-6,
  message: 1e-6,
  /** REST API. AWS whitepaper "Private APIs and private integration", table 4. https://aws.amazon.com/api-gateway/pricing/ */
  apiRequest: 3.5e-6,
  /** arm64; 2025 price lists. https://aws.amazon.com/lambda/pricing/ */
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 0.0000133334,
} as const;
