/** Told to CloudFormation as the reason; says what to do. */
export class TeardownError extends Error {
  override readonly name = 'TeardownError';
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
