/** Told to CloudFormation as the reason; says what to do. */
export class TeardownError extends Error {
  override readonly name = 'TeardownError';
}

/** IoT's word for a policy that is not there. */
export const NOT_FOUND = 'ResourceNotFoundException';

/** The function's own role or credentials are refused, for every target alike. */
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

/** Whether no call will succeed, so that going on is a waste of the hour. */
export function isRefusal(error: unknown): boolean {
  return REFUSALS.includes(nameOf(error));
}

/** Whether this one target will not succeed, whatever becomes of the others. */
export function isVerdict(error: unknown): boolean {
  return VERDICTS.includes(nameOf(error));
}

/** `Name: message`, short enough for an answer to CloudFormation, which takes 4 kB. */
export function described(error: unknown): string {
  return withoutSecrets(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 1500);
}

/** AWS quotes the canonical request, session token included, when it refuses a signature. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(x-amz-security-token"?\s*[:=]\s*"?)[^\s&"]+/gi, '$1(removed)')
    .replace(/\bA(KI|SI)A[A-Z0-9]{12,}\b/g, '(removed)');
}
