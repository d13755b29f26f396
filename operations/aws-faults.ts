/** IoT's word for a policy that is not there, and Cognito's for an identity. */
export const NOT_FOUND = 'ResourceNotFoundException';

/** The caller's own role or credentials are refused, for every target alike. */
const REFUSALS = [
  'AccessDeniedException',
  'UnauthorizedException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
];
/** Trying the same target again gives the same answer. */
const VERDICTS = ['InvalidRequestException', 'LimitExceededException', NOT_FOUND];

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Whether no call will succeed, so that going on is a waste of time. */
export function isRefusal(error: unknown): boolean {
  return REFUSALS.includes(nameOf(error));
}

/** Whether this one target will not succeed, whatever becomes of the others. */
export function isVerdict(error: unknown): boolean {
  return VERDICTS.includes(nameOf(error));
}
