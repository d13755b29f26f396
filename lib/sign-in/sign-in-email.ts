import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { UserPoolEmail } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { sesRegionsOf } from '../../contract/ses-regions.js';
import { defined } from '../defined.js';
import type { Problem } from '../settings-error.js';

/**
 * Sends what the user pool mails by Amazon SES of this account, whose limits then count, in place of Cognito's 50 e-mails
 * a day. SES has to have verified the sender, and to have moved the account out of its sandbox.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
export interface SignInEmail {
  /** The sender's address. */
  readonly from: string;
  /** What stands before the address. @default none */
  readonly fromName?: string;
  /** The domain of the address, where SES has verified that. @default SES has verified the address itself */
  readonly verifiedDomain?: string;
  /** Where answers go. @default to the sender */
  readonly replyTo?: string;
  /** Of SES, for what is to be reported of each e-mail. @default none */
  readonly configurationSet?: string;
  /** Where SES has verified the sender; user pools of some Regions can use one of another Region.
   * @default the Region of the stack */
  readonly sesRegion?: string;
}

export function userPoolEmail(scope: Construct, given: SignInEmail): UserPoolEmail {
  const { from, fromName, verifiedDomain, replyTo, configurationSet, sesRegion } = given;
  return UserPoolEmail.withSES({
    fromEmail: from,
    // The CDK asks for it where the stack does not say its Region; the reference will do.
    sesRegion: sesRegion ?? Stack.of(scope).region,
    ...defined({ fromName, replyTo, sesVerifiedDomain: verifiedDomain, configurationSetName: configurationSet }),
  });
}

/** Says what a launch would run into. */
export function warnAboutDailyEmails(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'cognito-iot-access:dailyEmails',
    'email: users may sign up by themselves, and each gets a code by e-mail, of which Amazon Cognito sends at most 50 a ' +
      'day for the whole account: after that, sign-up fails with LimitExceededException. Set "email" to send by Amazon ' +
      'SES. Where 50 are enough, acknowledge it: Annotations.of(stack)' +
      ".acknowledgeWarning('cognito-iot-access:dailyEmails').",
  );
}

/** @param region of the stack; one that is not known is not judged */
export function emailProblems({ from, verifiedDomain, replyTo, sesRegion }: SignInEmail, region?: string): Problem[] {
  const address = (where: string, given: string | undefined): Problem[] =>
    given === undefined || isAddress(given)
      ? []
      : [{ where, what: `given ${JSON.stringify(given)}; allowed: an e-mail address such as hello@example.com` }];
  const domain = from.split('@')[1];
  const otherDomain = verifiedDomain !== undefined && domain?.toLowerCase() !== verifiedDomain.toLowerCase();
  return [
    ...address('email.from', from),
    ...address('email.replyTo', replyTo),
    ...(otherDomain
      ? [
          {
            where: 'email.verifiedDomain',
            what: `given ${JSON.stringify(verifiedDomain)}; allowed: the domain of from`,
          },
        ]
      : []),
    ...regionProblems(sesRegion, region),
  ];
}

function regionProblems(sesRegion: string | undefined, region: string | undefined): Problem[] {
  if (sesRegion === undefined || region === undefined || Token.isUnresolved(region)) return [];
  const allowed = sesRegionsOf(region);
  if (Token.isUnresolved(sesRegion) || allowed.includes(sesRegion)) return [];
  const what = `given ${JSON.stringify(sesRegion)}; allowed for a user pool in ${region}: ${allowed.join(', ')}`;
  return [{ where: 'email.sesRegion', what }];
}

function isAddress(text: string): boolean {
  return Token.isUnresolved(text) || /^[\x21-\x7e]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(text);
}
