import type { PasswordPolicy } from '../../../contract/password-policy.js';
import { AwsError } from '../../base/errors.js';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html lists the symbols. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** Throws InvalidPasswordException for the first rule that the password breaks. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const rules: [broken: boolean, message: string][] = [
    [password.length < policy.minimumLength, 'Password not long enough'],
    [policy.requireUppercase && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [policy.requireLowercase && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [policy.requireNumbers && !/[0-9]/.test(password), 'Password must have numeric characters'],
    [policy.requireSymbols && !SYMBOL.test(password), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken) {
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
  }
}
