/** What the attach-policy function logs of a request. */
export interface FunctionLine {
  readonly event: string;
  /** `OK`, or the error's. */
  readonly code: string;
  readonly status: number;
  readonly message?: string;
  readonly identityId?: string;
  readonly sub?: string;
  readonly extendedRequestId?: string;
}

/** Reads a line of its log; undefined for what is Lambda's own, or no line of a request. */
export function functionLine(text: string): FunctionLine | undefined {
  try {
    // Lambda's JSON puts what the function logs into `message`.
    const { message } = JSON.parse(text) as { readonly message?: FunctionLine | string };
    return typeof message === 'object' && typeof message.event === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
