import type { PasswordPolicy } from '../../contract/password-policy.js';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html lists them. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** What a password lacks of the user pool's rule. @param policy undefined where only the user pool knows it */
export function passwordLacks(password: string, policy: PasswordPolicy | undefined): string[] {
  if (policy === undefined) return [];
  const rules: [required: boolean, holds: boolean, lacks: string][] = [
    [true, password.length >= policy.minimumLength, `at least ${policy.minimumLength} characters`],
    [policy.requireLowercase, /[a-z]/.test(password), 'lower case letters'],
    [policy.requireUppercase, /[A-Z]/.test(password), 'upper case letters'],
    [policy.requireNumbers, /\d/.test(password), 'numbers'],
    [policy.requireSymbols, SYMBOL.test(password), 'special characters'],
  ];
  return rules.filter(([required, holds]) => required && !holds).map(([, , lacks]) => `Password must have ${lacks}`);
}
