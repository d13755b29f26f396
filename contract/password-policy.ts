/** What passwords of a user pool must have, in Cognito's words. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

/** The rule of the user pool in one sentence. */
export function passwordRule(policy: PasswordPolicy | undefined): string {
  if (policy === undefined) return 'The user pool of the stack has a rule, and says what is missing.';
  const { minimumLength, requireLowercase, requireUppercase, requireNumbers, requireSymbols } = policy;
  const kinds = [
    requireLowercase && 'a lower-case letter',
    requireUppercase && 'an upper-case letter',
    requireNumbers && 'a digit',
    requireSymbols && 'a symbol',
  ].filter((kind) => kind !== false);
  const last = kinds.pop();
  const list = kinds.length > 0 ? `${kinds.join(', ')} and ${last}` : last;
  return `At least ${minimumLength} characters${list === undefined ? '' : `, with ${list}`}.`;
}
