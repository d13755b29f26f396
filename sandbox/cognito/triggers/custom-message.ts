import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type ClientMetadata, eventAttributes, withMetadata } from './event-request.js';
import { type Triggers, unrecognizable } from './triggers.js';

/** Stands for the code or the temporary password. */
const CODE = '{####}';
const USER_NAME = '{username}';
const LONGEST = 20_000;

export interface MessageOccasion {
  readonly source:
    | 'CustomMessage_SignUp'
    | 'CustomMessage_AdminCreateUser'
    | 'CustomMessage_ResendCode'
    | 'CustomMessage_ForgotPassword'
    | 'CustomMessage_VerifyUserAttribute';
  readonly clientId: string | undefined;
  readonly clientMetadata: ClientMetadata;
}

export interface MessageText {
  readonly subject: string;
  readonly text: string;
}

const answer = z.strictObject({
  smsMessage: z.string().nullish(),
  emailMessage: z.string().nullish(),
  emailSubject: z.string().nullish(),
});

/**
 * The text of an e-mail, by the trigger where it says something, with code and name filled in.
 *
 * @param preset what is sent otherwise
 * @throws AwsError also for a text without the code, and for one where Cognito itself sends the e-mails: "allowed only if
 * the EmailSendingAccount attribute of the user pool is DEVELOPER"
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export async function messageText(
  triggers: Triggers,
  emailSendingAccount: 'DEVELOPER' | 'COGNITO_DEFAULT',
  user: UserRecord,
  occasion: MessageOccasion,
  values: { readonly code: string; readonly userName: string },
  preset: MessageText,
): Promise<MessageText> {
  const isInvitation = occasion.source === 'CustomMessage_AdminCreateUser';
  const custom = await triggers.run('CustomMessage', {
    source: occasion.source,
    userName: user.userName,
    clientId: occasion.clientId,
    request: {
      userAttributes: eventAttributes(user),
      codeParameter: CODE,
      usernameParameter: isInvitation ? USER_NAME : null,
      ...withMetadata(occasion.clientMetadata),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
    answer,
  });
  const { emailMessage, emailSubject } = custom ?? {};
  if (emailSendingAccount !== 'DEVELOPER' && (emailMessage || emailSubject)) {
    const message = 'emailMessage and emailSubject need the EmailSendingAccount DEVELOPER of the user pool.';
    throw new AwsError('InvalidLambdaResponseException', message);
  }
  if (emailMessage) {
    const needed = isInvitation ? [CODE, USER_NAME] : [CODE];
    if (emailMessage.length > LONGEST || needed.some((parameter) => !emailMessage.includes(parameter))) {
      throw unrecognizable();
    }
  }
  // By functions, since a password may have a `$`.
  const filled = (text: string) =>
    text.replaceAll(CODE, () => values.code).replaceAll(USER_NAME, () => values.userName);
  return { subject: emailSubject || preset.subject, text: filled(emailMessage || preset.text) };
}
