import { z } from 'zod';
import { sesRegionsOf } from '../../../contract/ses-regions.js';
import { beyond } from '../../template/limits.js';

/** Who sends the e-mails of a user pool. */
export interface EmailSettings {
  /** Whether e-mails go out through the account's own Amazon SES, or through Cognito's. */
  readonly sendingAccount: 'DEVELOPER' | 'COGNITO_DEFAULT';
  /** What stands in an e-mail as its sender. */
  readonly from: string;
  readonly replyTo: string | undefined;
}

/** `AWS::Cognito::UserPool`: `EmailConfiguration`. A configuration set says what SES reports, and changes no e-mail. */
export const emailConfiguration = z.strictObject({
  ConfigurationSet: z.string().optional(),
  EmailSendingAccount: z.enum(['DEVELOPER', 'COGNITO_DEFAULT']).optional(),
  From: z.string().optional(),
  ReplyToEmailAddress: z.string().optional(),
  SourceArn: z.string().optional(),
});

export type EmailConfiguration = z.infer<typeof emailConfiguration>;

const PAGE = 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html';
const TYPE_PAGE =
  'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailConfigurationType.html';
/** What Cognito sends as where nobody says otherwise. */
const COGNITO_SENDER = 'no-reply@verificationemail.com';

export function emailSettings(given: EmailConfiguration = {}): EmailSettings {
  return {
    sendingAccount: given.EmailSendingAccount ?? 'COGNITO_DEFAULT',
    from: given.From ?? identityOf(given.SourceArn)?.identity ?? COGNITO_SENDER,
    replyTo: given.ReplyToEmailAddress,
  };
}

/**
 * That SES could send as this sender: its identity is named, in a Region that the user pool can use, and is the sender's
 * address or domain. Whether SES has verified it nobody can tell here.
 *
 * @throws DeploymentError
 */
export function holdEmailLimits(where: string, region: string, given: EmailConfiguration | undefined): void {
  if (given === undefined) return;
  const { EmailSendingAccount, SourceArn, From } = given;
  if (SourceArn === undefined) {
    const allowed = 'the ARN of an identity that Amazon SES has verified';
    if (EmailSendingAccount !== 'DEVELOPER') return;
    throw beyond('EmailConfiguration.SourceArn', null, where, { allowed, page: TYPE_PAGE });
  }
  const found = identityOf(SourceArn);
  const regions = sesRegionsOf(region);
  if (found === undefined || !regions.includes(found.region)) {
    const allowed = `arn:aws:ses:<Region>:<account>:identity/<address or domain>, the Region one of ${regions.join(', ')}`;
    throw beyond('EmailConfiguration.SourceArn', SourceArn, where, { allowed, page: PAGE });
  }
  const sender = /<([^<>]+)>$/.exec(From ?? '')?.[1] ?? From ?? found.identity;
  if (!isOf(sender, found.identity)) {
    const allowed = `an address of the identity ${found.identity}`;
    throw beyond('EmailConfiguration.From', From ?? null, where, { allowed, page: TYPE_PAGE });
  }
}

function identityOf(arn: string | undefined): { readonly region: string; readonly identity: string } | undefined {
  const [, region, identity] = /^arn:[\w-]+:ses:([\w-]+):\d+:identity\/(\S+)$/.exec(arn ?? '') ?? [];
  return region === undefined || identity === undefined ? undefined : { region, identity };
}

/** A domain that is verified covers what is below it. */
function isOf(address: string, identity: string): boolean {
  const [given, verified] = [address.toLowerCase(), identity.toLowerCase()];
  if (verified.includes('@')) return given === verified;
  const domain = given.split('@')[1];
  return domain === verified || domain?.endsWith(`.${verified}`) === true;
}
