import { randomInt } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';
import { type MessageOccasion, type MessageText, messageText } from '../triggers/custom-message.js';
import type { ClientMetadata } from '../triggers/event-request.js';
import type { Triggers } from '../triggers/triggers.js';
import type { DailyMails } from './daily-mails.js';
import type { CodePurpose, SentMessage, UserPoolState, UserRecord } from './user-pool-tables.js';
import type { Users } from './users.js';

export interface CodesOptions {
  readonly settings: UserPoolSettings;
  readonly triggers: Triggers;
  readonly state: UserPoolState;
  readonly clock: Clock;
  readonly users: Pick<Users, 'update'>;
  readonly dailyMails: DailyMails;
}

export type Codes = ReturnType<typeof createCodes>;

const HOUR = 3_600_000;
/** https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html: a day for sign-up, an hour for a password. */
const VALIDITY = { SignUp: 24 * HOUR, ForgotPassword: HOUR, VerifyAttribute: 24 * HOUR };
/** AWS allows 5 to 20 an hour, by risk, on the same page; only 5 can be relied on. */
const PER_HOUR = 5;
const KEPT_MESSAGES = 1000;

/** Codes that AWS would e-mail: made here, kept among the messages, checked once. */
export function createCodes({ settings, triggers, state, clock, users, dailyMails }: CodesOptions) {
  const { messages } = state;
  const { sendingAccount, from, replyTo } = settings.email;

  const mail = (user: UserRecord, message: Pick<SentMessage, 'purpose' | 'code' | 'subject' | 'text'>) => {
    const { userPoolId, userName, attributes } = user;
    messages.put(nextNumber(messages), {
      time: clock.now(),
      to: attributes.email ?? '',
      from,
      ...(replyTo === undefined ? {} : { replyTo }),
      userPoolId,
      userName,
      ...message,
    });
    const [oldest] = messages.keys();
    if (oldest !== undefined && messages.size > KEPT_MESSAGES) messages.delete(oldest);
  };

  const written = (user: UserRecord, occasion: MessageOccasion, code: string, preset: MessageText) => {
    const values = { code, userName: user.attributes.email ?? user.userName };
    return messageText(triggers, sendingAccount, user, occasion, values, preset);
  };

  return {
    /** Sends a code and gives AWS's CodeDeliveryDetails; one that was `asked` for counts against the hourly limit. */
    async send(
      user: UserRecord,
      purpose: CodePurpose,
      { asked, ...occasion }: MessageOccasion & { readonly asked: boolean },
    ): Promise<object> {
      dailyMails.check(user.userPoolId);
      const time = clock.now();
      const codeRequests = asked ? withinLimit(user.codeRequests, time).concat(time) : user.codeRequests;
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const sent = { code, expiresAt: time + VALIDITY[purpose] };
      users.update(user, { codeRequests, codes: { ...user.codes, [purpose]: sent } });
      mail(user, { purpose, code, ...(await written(user, occasion, code, settings.verificationMessage)) });
      return deliveryDetails(user.attributes.email ?? '');
    },

    /** Sends the temporary password of a user that an operator has made. */
    async invite(user: UserRecord, password: string, clientMetadata: ClientMetadata): Promise<void> {
      dailyMails.check(user.userPoolId);
      const occasion = { source: 'CustomMessage_AdminCreateUser', clientId: undefined, clientMetadata } as const;
      const text = 'Your username is {username} and temporary password is {####}.';
      const preset = { subject: 'Your temporary password', text };
      mail(user, { purpose: 'Invitation', code: password, ...(await written(user, occasion, password, preset)) });
    },

    /**
     * Uses up the code, or throws as AWS does.
     *
     * @param changes what the right code changes in the user, at once with its use
     */
    use(user: UserRecord, purpose: CodePurpose, given: string, changes: () => Partial<UserRecord>): UserRecord {
      const now = clock.now();
      const codeFailures = withinLimit(user.codeFailures, now);
      const { [purpose]: sent, ...others } = user.codes;
      if (sent === undefined || sent.expiresAt <= now) throw expiredCode();
      if (sent.code !== given) {
        users.update(user, { codeFailures: [...codeFailures, now] });
        throw codeMismatch();
      }
      return users.update(user, { ...changes(), codes: others, codeFailures: [] });
    },
  };
}

/** One more than that of the youngest message. */
function nextNumber(messages: UserPoolState['messages']): string {
  const youngest = [...messages.keys()].at(-1) ?? '0';
  return String(Number(youngest) + 1);
}

/** The times of the last hour; throws when there are as many as AWS allows. */
function withinLimit(times: readonly number[], now: number): number[] {
  const recent = times.filter((time) => time <= now && now - time < HOUR);
  if (recent.length < PER_HOUR) return recent;
  throw new AwsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
}

/** `t***@e***`, as AWS masks an address. */
export function deliveryDetails(email: string): object {
  const [name = '', domain = ''] = email.split('@');
  const Destination = `${name.charAt(0)}***@${domain.charAt(0)}***`;
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination } };
}

export function expiredCode(): AwsError {
  return new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

export function codeMismatch(): AwsError {
  return new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
}
