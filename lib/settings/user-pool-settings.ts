import { Duration } from 'aws-cdk-lib';
import { Mfa } from 'aws-cdk-lib/aws-cognito';
import { z } from 'zod';
import { defined } from '../defined.js';
import type { TokenValidity } from '../sign-in/token-validity.js';
import { listOf, text, wholeNumber } from './setting-rules.js';

export const mfaSetting = z
  .enum(['off', 'optional', 'required'], '"off", "optional" or "required"')
  .default('off')
  .describe('Whether users prove a second factor, the code of an authenticator (TOTP), besides their password');

/** As the CDK has it. */
export const mfaProps = { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED };

const address = () => text(/^\S+@\S+$/, 'an e-mail address');

export const emailSetting = z
  .strictObject(
    {
      from: address().describe("The sender's address"),
      fromName: text(/^[^\p{Cc}<>"\\]{1,64}$/u, 'up to 64 characters without <, >, " and \\')
        .optional()
        .describe('What stands before the address'),
      verifiedDomain: text(/^[\w-]+(\.[\w-]+)+$/, 'a domain')
        .optional()
        .describe(
          'The domain of the address, where SES has verified that; left out: it has verified the address itself',
        ),
      replyTo: address().optional().describe('Where answers go; left out: to the sender'),
      configurationSet: text(/^[\w-]{1,64}$/, 'up to 64 letters, digits, "_" and "-"')
        .optional()
        .describe('A configuration set of SES, for what is to be reported of each e-mail'),
      sesRegion: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region')
        .optional()
        .describe('Where SES has verified the sender; left out: the Region of the stack'),
    },
    'an object such as {"from": "hello@example.com"}',
  )
  .optional()
  .describe('Amazon SES, in place of Cognito, which sends 50 e-mails a day');

export const tokenValiditySetting = z
  .strictObject(
    {
      idToken: wholeNumber(5, 1440).optional().describe('Minutes of an ID token; left out: 60'),
      accessToken: wholeNumber(5, 1440).optional().describe('Minutes of an access token; left out: 60'),
      refreshToken: wholeNumber(1, 87_600)
        .optional()
        .describe('Hours of a refresh token, after which users sign in again; left out: 720, which are 30 days'),
    },
    'an object such as {"idToken": 15, "refreshToken": 24}',
  )
  .optional()
  .describe('How long tokens of the user pool are good for');

export const linkAccountsSetting = listOf(z.string('a name'), 'a list of names of identity providers')
  .optional()
  .describe(
    'Identity providers whose users are those who signed up with the same verified address: `Google`, ' +
      '`SignInWithApple`, names of `oidc`',
  );

interface TokenValidityInNumbers {
  readonly idToken?: number | undefined;
  readonly accessToken?: number | undefined;
  readonly refreshToken?: number | undefined;
}

/** As the CDK has it. */
export function tokenValidityProp({ idToken, accessToken, refreshToken }: TokenValidityInNumbers): TokenValidity {
  return defined({
    idToken: idToken === undefined ? undefined : Duration.minutes(idToken),
    accessToken: accessToken === undefined ? undefined : Duration.minutes(accessToken),
    refreshToken: refreshToken === undefined ? undefined : Duration.hours(refreshToken),
  });
}
