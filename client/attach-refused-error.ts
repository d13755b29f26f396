import { IotAccessError } from './iot-access-error.js';

/** What `/attach-policy` answered. */
export interface AttachRefusal {
  /** The API's own code: `PolicyLimitExceeded`, `AttachForbidden`, `ForeignIdentityPool`, … */
  readonly reason: string;
  /** Of HTTP. */
  readonly status: number;
  /** To be found in the function's log. */
  readonly requestId?: string | undefined;
}

/**
 * `/attach-policy` answered, and said no: `reason` is the code of its answer, `requestId` finds it in the function's log.
 *
 * Why: The stack, or what stands before it, does not attach the policy to this identity. The table of the answers of
 * `/attach-policy` says what each reason means.
 *
 * What to do: Look the reason up there. A status of 4xx is about this identity or this app's outputs; 5xx is for who
 * operates the stack, and the log of the attach-policy function names the remedy.
 */
export class AttachRefusedError extends IotAccessError {
  /** The API's own code: `PolicyLimitExceeded`, `AttachForbidden`, `ForeignIdentityPool`, … */
  readonly reason: string;
  /** Of HTTP. */
  readonly status: number;
  /** To be found in the function's log. */
  readonly requestId: string | undefined;

  constructor({ reason, status, requestId }: AttachRefusal, what: string, check: string) {
    super('AttachRefused', what, check);
    this.reason = reason;
    this.status = status;
    this.requestId = requestId;
  }
}
