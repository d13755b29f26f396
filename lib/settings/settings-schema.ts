import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { defaultTopicAccess } from '../access/topic-access.js';
import { isOrigin } from '../api/allowed-origins.js';
import { rateLimits } from '../api/rate-web-acl.js';
import { scheduleForm } from '../directory/schedule-form.js';
import { flag, listOf, patterns, text, wholeNumber } from './setting-rules.js';
import {
  customAttributesSetting,
  developerProviderSetting,
  existingSetting,
  identityProvidersSetting,
  loginProvidersSetting,
  openIdConnectProvidersSetting,
  principalTagsSetting,
  samlProvidersSetting,
  signInSetting,
} from './sign-in-settings.js';
import { emailSetting, linkAccountsSetting, mfaSetting, tokenValiditySetting } from './user-pool-settings.js';
import { alarmsSetting, dashboardSetting, metricsSetting, tracingSetting } from './watching-settings.js';

const retentionDays = Object.values(RetentionDays)
  .filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((a, b) => a - b);

const { clientIds, publish, subscribe, receive, retain, shadows } = defaultTopicAccess;

const accessOfGuests = {
  clientIds: patterns.default([...clientIds]).describe('Client IDs to connect with'),
  publish: patterns.default([...publish]).describe('Topics to publish to'),
  subscribe: patterns.default([...subscribe]).describe('Topic filters to subscribe to'),
  receive: patterns.default([...receive]).describe('Topics whose messages are delivered'),
};

const access = {
  ...accessOfGuests,
  retain: patterns.default([...retain]).describe('Topics where messages may be retained'),
  shadows: patterns.default([...shadows]).describe('Things whose shadows may be read, changed and deleted'),
};

const wholeAccess = z.strictObject(access, `an object of ${Object.keys(access).join(', ')}`);

/** What can be set. Each rule's error text says what is allowed; each description goes into `docs/access.md`. */
export const settingsSchema = z.strictObject(
  {
    stackName: text(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'a letter, then up to 127 letters, digits and hyphens')
      .default('CognitoIotAccess')
      .describe('Name of the CloudFormation stack'),
    // The default is where the demo page is served.
    allowedOrigins: z
      .array(z.string('an origin').refine(isOrigin, 'an exact origin such as https://app.example.com'), 'a list')
      .min(1, 'at least one origin')
      .default(['http://localhost:8000'])
      .describe('Origins of the web pages that may call the API'),
    access: wholeAccess
      .prefault({})
      .describe('Who may publish, subscribe, receive where, and connect as which client ID'),
    removalPolicy: z
      .enum(['retain', 'destroy'], '"retain" or "destroy"')
      .default('retain')
      .describe(
        'What happens to all that users need to come back (pools, app client, groups, roles, providers, domain), IoT policies, directory and log groups when the stack is deleted',
      ),
    selfSignUp: flag()
      .default(true)
      .describe(
        'Whether users may sign up by themselves; otherwise an administrator creates them, or another provider that is let in',
      ),
    passwordPolicy: z
      .strictObject(
        {
          minLength: wholeNumber(8, 99).default(12).describe('Characters at least'),
          requireLowercase: flag().default(true).describe('A lower-case letter'),
          requireUppercase: flag().default(true).describe('An upper-case letter'),
          requireDigits: flag().default(true).describe('A digit'),
          requireSymbols: flag().default(true).describe('A symbol'),
        },
        'an object such as {"minLength": 16, "requireSymbols": false}',
      )
      .prefault({})
      .describe('What passwords must have'),
    mfa: mfaSetting,
    email: emailSetting,
    tokenValidity: tokenValiditySetting,
    memorySize: wholeNumber(128, 10240).default(512).describe('MiB of the attach-policy function'),
    timeout: wholeNumber(1, 28)
      .default(10)
      .describe('Seconds that the attach-policy function may take; API Gateway waits for 29'),
    logRetention: z
      .literal(retentionDays, `one of ${retentionDays.join(', ')}`)
      .default(RetentionDays.ONE_MONTH)
      .describe('Days that CloudWatch keeps the logs'),
    rateLimit: wholeNumber(1, 10_000)
      .default(20)
      .describe('Requests that each method of the API takes each second over a longer time'),
    burstLimit: wholeNumber(1, 5_000).default(20).describe('Requests that each method of the API takes at once'),
    webAclRateLimit: wholeNumber(rateLimits.least, rateLimits.most)
      .optional()
      .describe('Requests that AWS WAF takes from one IP address in five minutes; a web ACL costs about US$ 6 a month'),
    apiAccessLog: flag()
      .default(false)
      .describe(
        "Whether each request to the API is logged; AWS takes it only where the account has API Gateway's role",
      ),
    apiGatewayCloudWatchRole: flag()
      .default(false)
      .describe(
        'Whether this stack sets that role, which is one for all APIs of the account and Region; takes `apiAccessLog`',
      ),
    alarms: alarmsSetting,
    dashboard: dashboardSetting,
    metrics: metricsSetting,
    tracing: tracingSetting,
    signIn: signInSetting,
    identityProviders: identityProvidersSetting,
    linkAccounts: linkAccountsSetting,
    openIdConnectProviders: openIdConnectProvidersSetting,
    loginProviders: loginProvidersSetting,
    samlProviders: samlProvidersSetting,
    developerProvider: developerProviderSetting,
    guests: z
      .strictObject(
        {
          access: z
            .strictObject(accessOfGuests, `an object of ${Object.keys(accessOfGuests).join(', ')}`)
            .prefault({})
            .describe('What guests may do'),
        },
        'an object such as {} or {"access": {"publish": []}}',
      )
      .optional()
      .describe('People who have not signed in: `{}` gives each a place of their own'),
    groups: listOf(
      z.strictObject(
        {
          name: z.string('a name').describe('Name of the group in the user pool'),
          access: wholeAccess.optional().describe('What members may do; left out: what all users may'),
          precedence: wholeNumber(0, 2 ** 31 - 1)
            .optional()
            .describe('Who is in several groups acts as the one with the lowest number'),
        },
        'an object such as {"name": "operators", "access": {"publish": ["machines/*"]}}',
      ),
      'a list of groups',
    )
      .optional()
      .describe('Groups of users who may do something else than all others'),
    principalTags: principalTagsSetting,
    customAttributes: customAttributesSetting,
    directory: flag()
      .default(false)
      .describe('Whether a DynamoDB table records which identities each user has; back ends read it'),
    sweepSchedule: text(scheduleForm, 'a schedule of EventBridge such as rate(1 day) or cron(0 3 * * ? *)')
      .optional()
      .describe('When what deleted users have left behind is taken away; takes `directory`'),
    devices: z
      .strictObject(
        {
          publish: patterns.default([]).describe('Topics of a device to publish to'),
          subscribe: patterns.default([]).describe('Topic filters of a device to subscribe to'),
          receive: patterns.default([]).describe('Topics of a device whose messages are delivered'),
          retain: patterns.default([]).describe('Topics of a device where messages may be retained'),
          shadow: listOf(z.string('a text'), 'a list of get, update, delete')
            .default([])
            .describe('What may be done to the shadows of its thing: `get`, `update`, `delete`'),
        },
        'an object such as {"publish": ["devices/{device}/commands/*"], "shadow": ["get"]}',
      )
      .optional()
      .describe('What users may do with a device, `{device}`, once it was granted to them; takes `directory`'),
    clientSideAttach: flag()
      .default(false)
      .describe('Whether apps may call `iot:AttachPolicy` themselves; warned about at synth'),
    region: z
      .string('a Region such as us-gov-west-1')
      .optional()
      .describe(
        'Region of the stack; left out: wherever it is deployed, in the partition `aws`. GovCloud has to be named',
      ),
    existing: existingSetting,
  },
  'an object',
);

/** Settings whose types were checked, with their defaults. */
export type Settings = AsJson<z.infer<typeof settingsSchema>>;

/** What is not set is not there: JSON has no undefined. */
type AsJson<T> = T extends object ? { [K in keyof T]: AsJson<Exclude<T[K], undefined>> } : T;
