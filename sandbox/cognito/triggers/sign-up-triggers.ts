import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type ClientMetadata, eventAttributes, withMetadata } from './event-request.js';
import type { Triggers } from './triggers.js';

export interface PreSignUpEvent {
  readonly source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider';
  readonly userName: string;
  readonly clientId: string | undefined;
  /** As the new user will have them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly validationData?: readonly { readonly Name: string; readonly Value?: string | undefined }[] | undefined;
  readonly clientMetadata: ClientMetadata;
}

const flag = z.boolean().nullish();
const preSignUpAnswer = z.strictObject({ autoConfirmUser: flag, autoVerifyEmail: flag, autoVerifyPhone: flag });

/**
 * What the function decides of a new user; the caller leaves it out where an operator makes the user.
 *
 * @throws AwsError which refuses the sign-up
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export async function preSignUp(
  triggers: Triggers,
  { source, userName, clientId, attributes, validationData, clientMetadata }: PreSignUpEvent,
): Promise<{ readonly confirmed: boolean; readonly emailVerified: boolean }> {
  const validation = validationData?.map(({ Name, Value }) => [Name, Value ?? '']);
  const answer = await triggers.run('PreSignUp', {
    source,
    userName,
    clientId,
    request: {
      userAttributes: attributes,
      validationData: validation === undefined ? null : Object.fromEntries(validation),
      ...withMetadata(clientMetadata),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    answer: preSignUpAnswer,
  });
  const emailVerified = answer?.autoVerifyEmail ?? false;
  // "Otherwise an error will occur", says the page. Users here have no phone number.
  if (source === 'PreSignUp_SignUp' && ((emailVerified && !attributes.email) || answer?.autoVerifyPhone)) {
    throw new AwsError('InvalidLambdaResponseException', 'The user has no such attribute to be verified.');
  }
  return { confirmed: answer?.autoConfirmUser ?? false, emailVerified };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html */
export async function postConfirmation(
  triggers: Triggers,
  source: 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword',
  user: UserRecord,
  clientId: string | undefined,
  clientMetadata: ClientMetadata,
): Promise<void> {
  await triggers.run('PostConfirmation', {
    source,
    userName: user.userName,
    clientId,
    request: { userAttributes: eventAttributes(user), ...withMetadata(clientMetadata) },
    response: {},
    answer: z.strictObject({}),
  });
}
