import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { isOrigin } from './allowed-origins.js';
import { type Problem, SettingsError } from './settings-error.js';
import { defaultTopicAccess, topicAccessProblems } from './topic-access.js';
import { unknownKey } from './unknown-key.js';

/** What can be set in `cdk.json` under the context key `iotAccess`; README lists them with their defaults. */
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Checks the value of the context key: an object, or its JSON text as `-c iotAccess='{...}'` passes it (which then
 * stands in place of the object in cdk.json). Throws a SettingsError that names every problem at once: where it is,
 * what was given, what is allowed.
 */
export function readSettings(raw: unknown): Settings {
  const input = parseText(raw ?? {});
  const result = settingsSchema.safeParse(input, { reportInput: true });
  if (!result.success) throw new SettingsError(result.error.issues.flatMap(asProblems));
  const problems = topicAccessProblems(result.data.access);
  if (problems.length > 0) throw new SettingsError(problems);
  return result.data;
}

function parseText(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch (error) {
    const what = `given ${JSON.stringify(raw)}: not JSON (${(error as Error).message}); allowed: an object such as {"memorySize": 256}`;
    throw new SettingsError([{ where: '(the whole value)', what }]);
  }
}

const retentionDays = Object.values(RetentionDays)
  .filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((a, b) => a - b);

const patterns = z.array(z.string('a text'), 'a list of patterns');

/** Each rule's error text says what is allowed. */
const settingsSchema = z.strictObject(
  {
    /** Name of the CloudFormation stack. */
    stackName: text(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'a letter, then up to 127 letters, digits and hyphens').default(
      'CognitoIotAccess',
    ),
    /** Origins of the web pages that may call the API. The default is where the demo page is served. */
    allowedOrigins: z
      .array(z.string('an origin').refine(isOrigin, 'an exact origin such as https://app.example.com'), 'a list')
      .min(1, 'at least one origin')
      .default(['http://localhost:8000']),
    /** Who may publish, subscribe, receive where, and connect as which client ID. */
    access: z
      .strictObject(
        {
          clientIds: patterns.default([...defaultTopicAccess.clientIds]),
          publish: patterns.default([...defaultTopicAccess.publish]),
          subscribe: patterns.default([...defaultTopicAccess.subscribe]),
          receive: patterns.default([...defaultTopicAccess.receive]),
        },
        'an object of clientIds, publish, subscribe and receive',
      )
      .prefault({}),
    /** What happens to user pool, identity pool, IoT policy and log groups when the stack is deleted. */
    removalPolicy: z.enum(['retain', 'destroy'], '"retain" or "destroy"').default('retain'),
    /** Whether users may sign up by themselves; otherwise an administrator creates them. */
    selfSignUp: flag().default(true),
    passwordPolicy: z
      .strictObject(
        {
          minLength: wholeNumber(8, 99).default(12),
          requireLowercase: flag().default(true),
          requireUppercase: flag().default(true),
          requireDigits: flag().default(true),
          requireSymbols: flag().default(true),
        },
        'an object such as {"minLength": 16, "requireSymbols": false}',
      )
      .prefault({}),
    /** MiB of the attach-policy function. */
    memorySize: wholeNumber(128, 10240).default(512),
    /** Seconds that the attach-policy function may take; API Gateway waits for 29. */
    timeoutSeconds: wholeNumber(1, 28).default(10),
    /** Days that CloudWatch keeps the logs. */
    logRetentionDays: z.literal(retentionDays, `one of ${retentionDays.join(', ')}`).default(RetentionDays.ONE_MONTH),
    /** Requests that the API takes each second, and at once. */
    throttling: z
      .strictObject(
        { rateLimit: wholeNumber(1, 10_000).default(50), burstLimit: wholeNumber(1, 5_000).default(100) },
        'an object such as {"rateLimit": 50, "burstLimit": 100}',
      )
      .prefault({}),
    /** Whether this stack sets the account's role for API Gateway's logs; false where the account has one already. */
    apiGatewayCloudWatchRole: flag().default(true),
  },
  'an object',
);

function text(pattern: RegExp, allowed: string) {
  return z.string(allowed).regex(pattern, allowed);
}

function flag() {
  return z.boolean('true or false');
}

function wholeNumber(from: number, to: number) {
  const allowed = `a whole number from ${from} to ${to}`;
  return z.int(allowed).min(from, allowed).max(to, allowed);
}

type Issue = z.core.$ZodIssue;

function asProblems(issue: Issue): Problem[] {
  const where = issue.path.map((key, index) =>
    typeof key === 'number' ? `[${key}]` : (index ? '.' : '') + String(key),
  );
  const path = where.join('');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    return issue.keys.map((key) => ({ where: path ? `${path}.${key}` : key, what: unknownKey(key, known) }));
  }
  const given = JSON.stringify(issue.input) ?? String(issue.input);
  return [{ where: path || '(the whole value)', what: `given ${given}; allowed: ${issue.message}` }];
}

/** Names the keys that an object of the settings may have, by walking the schema's defaults. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  const defaults = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown>)[key],
    settingsSchema.parse({}),
  );
  return Object.keys(defaults as object);
}
