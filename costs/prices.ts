/** A list price of US East (N. Virginia), without volume discounts. */
export interface Price {
  /** US dollars for one. */
  readonly usd: number;
  /** One of what: in words. */
  readonly of: string;
  /** How many cost nothing, of the account each month. @default none are counted */
  readonly free?: number;
  readonly page: string;
  /** Where and when it was read: AWS's page by itself, or what others have copied of it. */
  readonly read: string;
}

const [cloudWatch, dynamoDb] = [
  'https://aws.amazon.com/cloudwatch/pricing/',
  'https://aws.amazon.com/dynamodb/pricing/on-demand/',
];
const [iot, lambda, waf] = [
  'https://aws.amazon.com/iot-core/pricing/',
  'https://aws.amazon.com/lambda/pricing/',
  'https://aws.amazon.com/waf/pricing/',
];
const [page, copies] = ['the page, 2026-09', 'copies of the page, 2026'];

/** Of the user pool of the stack. Essentials costs 0.015. */
export const userPoolTier = 'LITE';

/** Free tiers that end after a year, or are of credits, are left out. */
export const prices = {
  activeUser: {
    usd: 0.0055,
    of: 'active user of a month, plan Lite (0.0046 beyond 100,000)',
    free: 10_000,
    page: 'https://aws.amazon.com/cognito/pricing/',
    read: page,
  },
  connectionMinute: { usd: 0.08e-6, of: 'minute that a client is connected', page: iot, read: page },
  message: { usd: 1e-6, of: 'message of up to 5 KB', page: iot, read: page },
  apiRequest: {
    usd: 3.5e-6,
    of: 'request to a REST API',
    page: 'https://aws.amazon.com/api-gateway/pricing/',
    read: "AWS's whitepaper on private APIs, table 4",
  },
  lambdaRequest: { usd: 0.2e-6, of: 'call of a function', page: lambda, read: copies },
  lambdaGbSecond: { usd: 0.0000133334, of: 'GB-second of a function, arm64', page: lambda, read: copies },
  logGb: { usd: 0.5, of: 'GB that is logged', free: 5, page: cloudWatch, read: copies },
  metric: { usd: 0.3, of: 'custom metric, a month', free: 10, page: cloudWatch, read: copies },
  alarm: { usd: 0.1, of: 'alarm on a metric, a month', free: 10, page: cloudWatch, read: copies },
  dashboard: { usd: 3, of: 'dashboard, a month', free: 3, page: cloudWatch, read: copies },
  trace: {
    usd: 5e-6,
    of: 'trace',
    free: 100_000,
    page: 'https://aws.amazon.com/xray/pricing/',
    read: 'the page, 2026',
  },
  key: { usd: 1, of: 'key of your own, a month', page: 'https://aws.amazon.com/kms/pricing/', read: copies },
  webAcl: { usd: 5, of: 'web ACL, a month', page: waf, read: 'the page, 2026-11' },
  webAclRule: { usd: 1, of: 'rule of a web ACL, a month', page: waf, read: 'the page, 2026-11' },
  webAclRequest: { usd: 0.6e-6, of: 'request that a web ACL looks at', page: waf, read: 'the page, 2026-11' },
  tableRead: { usd: 0.125e-6, of: 'consistent read of up to 4 KB of a table', page: dynamoDb, read: copies },
  tableWrite: { usd: 0.625e-6, of: 'write of up to 1 KB to a table', page: dynamoDb, read: copies },
  email: { usd: 0.0001, of: 'e-mail by Amazon SES', page: 'https://aws.amazon.com/ses/pricing/', read: copies },
} as const satisfies Readonly<Record<string, Price>>;
