import type { PasswordPolicy } from '../../../contract/password-policy.js';
import type { TriggerSettings } from '../triggers/trigger-settings.js';
import type { EmailSettings } from './email-settings.js';

export interface AttributeSchema {
  /** As clients write it: `email`, `name`, `custom:team`. */
  readonly name: string;
  readonly required: boolean;
  readonly mutable: boolean;
  readonly minLength: number;
  readonly maxLength: number;
}

export interface UserPoolSettings {
  /** As the template names it. */
  readonly name: string | undefined;
  readonly allowAdminCreateUserOnly: boolean;
  /** `['email']`: users sign in with their e-mail address; empty: with a name of their own. */
  readonly usernameAttributes: readonly 'email'[];
  readonly autoVerifiedAttributes: readonly 'email'[];
  readonly caseSensitive: boolean;
  readonly passwordPolicy: PasswordPolicy;
  /** How long the password that an operator gave somebody works, in days. */
  readonly temporaryPasswordValidityDays: number;
  readonly schema: readonly AttributeSchema[];
  readonly recoveryMechanisms: readonly ('verified_email' | 'verified_phone_number' | 'admin_only')[];
  /** By authenticator, the one factor there is here. */
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  readonly triggers: TriggerSettings;
  readonly email: EmailSettings;
  /** `{####}` in the text stands for the code. */
  readonly verificationMessage: { readonly subject: string; readonly text: string };
}
