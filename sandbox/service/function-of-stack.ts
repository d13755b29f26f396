import { AwsError } from '../base/errors.js';

/** A function of the stack, for whoever invokes it. */
export interface FunctionOfStack {
  readonly functionName: string;
  /** Who may invoke it, from `AWS::Lambda::Permission`. */
  readonly permissions: readonly InvokePermission[];
  /** @throws LambdaThrottled */
  invoke(call: { readonly event: unknown }): Promise<InvocationResult>;
  /** Starts a first process, so that the first call does not wait for it. */
  warm(): Promise<void>;
}

export interface InvokePermission {
  readonly principal: string;
  /** ARN pattern; undefined allows any source. */
  readonly sourceArn: string | undefined;
}

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace?: readonly string[];
    };

/** What `lambda:Invoke` answers with 429, with the reason as Lambda names it. */
export class LambdaThrottled extends AwsError {
  readonly reason: 'ConcurrentInvocationLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded';

  constructor(reserved: boolean) {
    super('TooManyRequestsException', 'Rate Exceeded.', 429);
    this.reason = reserved ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : 'ConcurrentInvocationLimitExceeded';
  }
}
