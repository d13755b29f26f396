import { Mfa } from 'aws-cdk-lib/aws-cognito';
import { z } from 'zod';

export const mfaSetting = z
  .enum(['off', 'optional', 'required'], '"off", "optional" or "required"')
  .default('off')
  .describe('Whether users prove a second factor, the code of an authenticator (TOTP), besides their password');

/** As the CDK has it. */
export const mfaProps = { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED };
