import { matches, parsePattern } from '../../iam/wildcard-pattern.js';
import { type FunctionOfStack, type InvocationResult, LambdaThrottled } from '../../service/function-of-stack.js';
import type { RequestNotes } from '../requests/request-log.js';

export interface IntegrationCall {
  readonly invoked: FunctionOfStack;
  readonly event: object;
  /** What calls the function, as its permissions name it. */
  readonly sourceArn: string;
  readonly timeoutMilliseconds: number;
  /** `POST /attach-policy`. */
  readonly route: string;
  readonly note: RequestNotes;
  readonly onLogLine: (line: string) => void;
}

/** What came of it; of all but an answer, each kind of API makes a status of its own. */
export type Outcome =
  | { readonly outcome: 'answered'; readonly result: InvocationResult }
  | { readonly outcome: 'not-permitted' | 'throttled' | 'timed-out' };

/** Calls the function as API Gateway: by the function's own permission, and only so long. */
export async function invokeIntegration(call: IntegrationCall): Promise<Outcome> {
  const { invoked, event, sourceArn, timeoutMilliseconds, route, note, onLogLine } = call;
  const { functionName } = invoked;
  if (!mayInvoke(invoked, sourceArn)) {
    const reason = `Invalid permissions on Lambda function ${functionName}`;
    onLogLine(`Execution failed due to configuration error: ${reason}`);
    note({ reason: `${reason}: none for apigateway.amazonaws.com with the source ${sourceArn}` });
    return { outcome: 'not-permitted' };
  }
  note({ event });
  const invocation = invoked.invoke({ event }).catch((error: unknown) => {
    if (!(error instanceof LambdaThrottled)) throw error;
    onLogLine(`${functionName} was not invoked for ${route}: ${error.code}, ${error.reason}`);
    note({ reason: `${functionName} was not invoked: ${error.reason}` });
    return 'throttled' as const;
  });
  const result = await withTimeout(invocation, timeoutMilliseconds);
  if (result === 'throttled') return { outcome: 'throttled' };
  if (result === undefined) {
    note({ reason: `${functionName} did not answer within ${timeoutMilliseconds} ms.` });
    return { outcome: 'timed-out' };
  }
  note({ answer: result.ok ? result.payload : result });
  return { outcome: 'answered', result };
}

/** Says that what the function answered cannot be made an answer of HTTP. */
export function noteMalformed({ invoked, route, note, onLogLine }: IntegrationCall, result: InvocationResult): void {
  const why = result.ok ? 'Malformed Lambda proxy response' : `${result.errorType}: ${result.errorMessage}`;
  onLogLine(`${invoked.functionName} gave no answer to ${route}: ${why}`);
  note({ reason: `${invoked.functionName}: ${why}` });
}

function mayInvoke({ permissions }: FunctionOfStack, source: string): boolean {
  return permissions.some(
    ({ principal, sourceArn }) =>
      principal === 'apigateway.amazonaws.com' &&
      (sourceArn === undefined || matches(parsePattern(sourceArn, { asArn: true }), source, new Map())),
  );
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
