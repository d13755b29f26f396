import { z } from 'zod';
import { defaultThresholds } from '../watching/alarms.js';
import { flag } from './setting-rules.js';

const {
  functionErrors,
  functionThrottles,
  functionMilliseconds,
  apiErrors,
  apiMilliseconds,
  connectsRefused,
  connectsThrottled,
  clientsThrottled,
  attachQuota,
  usersThrottled,
} = defaultThresholds;

/** The alarms' own check says what is allowed, and what goes together. */
const threshold = (says: string, value: number) =>
  z.number('a whole number from 1 on').optional().describe(`${says}; left out: ${value}`);

export const alarmsSetting = z
  .strictObject(
    {
      topicArn: z.string('an ARN').optional().describe('Topic that is told; left out: one of the stack, US$ 1 a month'),
      email: z.string('an address').optional().describe("Who gets the e-mails of the stack's topic, once confirmed"),
      functionErrors: threshold('Calls of the function without an answer', functionErrors),
      functionThrottles: threshold('Calls that Lambda turned away', functionThrottles),
      functionMilliseconds: threshold('Milliseconds of the function (p99, three times in a row)', functionMilliseconds),
      apiErrors: threshold('Answers of the API from 500 on', apiErrors),
      apiMilliseconds: threshold('Milliseconds of the API (p99, three times in a row)', apiMilliseconds),
      connectsRefused: threshold('Connects that AWS IoT refused, of the account and Region', connectsRefused),
      connectsThrottled: threshold('Connects beyond the 500 a second of the account', connectsThrottled),
      clientsThrottled: threshold('Connects of one client ID within a second of the last', clientsThrottled),
      attachQuota: threshold(
        '`AttachPolicy` calls a second of the account, told at 80 %; takes `metrics`',
        attachQuota,
      ),
      usersThrottled: threshold('Answers to users who keep asking; takes `metrics`', usersThrottled),
    },
    'an object such as {} or {"email": "operators@example.com"}',
  )
  .optional()
  .describe('Who is told what goes wrong, each from how many in five minutes on; US$ 0.10 a month for each alarm');

export const metricsSetting = flag()
  .default(false)
  .describe('Whether the function sends metrics by outcome and action; US$ 0.30 a month for each that occurs');

export const dashboardSetting = flag()
  .default(false)
  .describe('Whether there is a CloudWatch dashboard of API, function and AWS IoT; US$ 3 a month beyond three');

export const tracingSetting = flag()
  .default(false)
  .describe('Whether AWS X-Ray traces some requests; US$ 5 a million traces beyond 100,000 a month');
