import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { UserPoolState } from './user-pool-tables.js';

export interface DailyMailsOptions {
  readonly messages: UserPoolState['messages'];
  readonly clock: Clock;
  /** IDs of the pools whose e-mails Cognito itself sends. */
  readonly sentByCognito: ReadonlySet<string>;
  /** @default 50, as on AWS */
  readonly perDay?: number | undefined;
}

/** What Cognito itself e-mails for all user pools of the account. */
export interface DailyMails {
  /** @throws AwsError LimitExceededException where one more e-mail of this pool would be too much for today */
  readonly check: (userPoolId: string) => void;
}

/** "Maximum number of email messages sent daily per AWS account": https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const PER_DAY = 50;
const DAY = 24 * 3_600_000;

/** When AWS's day begins is not documented, so any 24 hours are one: that never lets more through. */
export function createDailyMails({ messages, clock, sentByCognito, perDay = PER_DAY }: DailyMailsOptions): DailyMails {
  return {
    check(userPoolId) {
      if (!sentByCognito.has(userPoolId)) return;
      const since = clock.now() - DAY;
      const sent = [...messages.values()].filter((mail) => mail.time > since && sentByCognito.has(mail.userPoolId));
      if (sent.length < perDay) return;
      throw new AwsError('LimitExceededException', EXCEEDED);
    },
  };
}

/** The words are those that people report. */
const EXCEEDED =
  'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your ' +
  'user pool to use your own Amazon SES configuration for sending email.';
