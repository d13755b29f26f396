import type { ConsoleSwitches } from '../../contract/console-state.js';
import type { OperationCount } from '../../contract/sandbox-views.js';
import type { Clock } from '../base/clock.js';
import { AwsError } from '../base/errors.js';
import { createRateLimiter, type RateLimiter } from '../base/rate-limiter.js';

/** A fault to be tested against: this error, on this share of the calls. */
export interface Failure {
  /** AWS's code, such as `ThrottlingException`; `Timeout` never answers. */
  readonly code: string;
  /** 0 to 1. */
  readonly rate: number;
}

/** Stands before every emulated operation: counts it, holds its quota, and makes it slow or broken when asked to. */
export interface OperationGuard {
  /** @throws AwsError by quota or by a switched-on failure; never settles for the failure `Timeout` */
  enter(operation: string): Promise<void>;
  counts(): Readonly<Record<string, OperationCount>>;
  /** What is held now: faults, delays and quotas by operation. */
  held(): Pick<ConsoleSwitches, 'faults' | 'delays' | 'quotas'>;
  /** Calls a second; 0 for none at all. */
  setQuota(operation: string, perSecond: number): void;
  setFailure(operation: string, failure: Failure): void;
  setDelay(operation: string, milliseconds: number): void;
  /** Takes failures and delays of this operation back, and gives it its own quota again. */
  reset(operation: string): void;
}

export interface OperationGuardOptions {
  readonly clock: Clock;
  /** Operation to calls a second: the account's quotas. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Called with each call, and each change of what is held. */
  readonly told?: () => void;
}

/** HTTP statuses of the errors that IoT, Cognito and DynamoDB document; any other code is answered with 400. */
const STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  InternalFailureException: 500,
  InternalErrorException: 500,
  InternalServerError: 500,
  LimitExceededException: 410,
  ResourceAlreadyExistsException: 409,
  ResourceNotFoundException: 404,
  ServiceUnavailableException: 503,
  // Cognito's is a 400: AWS JSON knows no other for what the caller could mend.
  TooManyRequestsException: 429,
  UnauthorizedException: 401,
};

export function createOperationGuard({ clock, quotas, told = () => undefined }: OperationGuardOptions): OperationGuard {
  const limiters = new Map<string, RateLimiter>();
  /** What the limiters hold, a second. */
  const held = new Map<string, number>();
  const failures = new Map<string, Failure>();
  const delays = new Map<string, number>();
  const counts = new Map<string, { calls: number; throttled: number; failed: number }>();

  const setQuota = (operation: string, perSecond: number) => {
    held.set(operation, perSecond);
    limiters.set(operation, createRateLimiter(clock.now, perSecond));
  };
  for (const [operation, perSecond] of Object.entries(quotas)) setQuota(operation, perSecond);

  const countOf = (operation: string) => {
    const count = counts.get(operation) ?? { calls: 0, throttled: 0, failed: 0 };
    counts.set(operation, count);
    return count;
  };

  return {
    async enter(operation) {
      const count = countOf(operation);
      count.calls += 1;
      told();
      const delay = delays.get(operation);
      // No reason to keep a process alive that has stopped the sandbox.
      if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay).unref());
      if (limiters.get(operation)?.take() === false) {
        count.throttled += 1;
        throw throttled(operation);
      }
      const failure = failures.get(operation);
      if (failure === undefined || Math.random() >= failure.rate) return;
      count.failed += 1;
      if (failure.code === 'Timeout') await new Promise(() => undefined);
      const message = `${operation} fails because the sandbox was told so`;
      throw new AwsError(failure.code, message, STATUS[failure.code] ?? 400);
    },
    counts: () => Object.fromEntries([...counts].map(([operation, count]) => [operation, { ...count }])),
    held: () => ({
      faults: Object.fromEntries(failures),
      delays: Object.fromEntries([...delays].map(([operation, milliseconds]) => [operation, { milliseconds }])),
      quotas: Object.fromEntries(
        [...held].map(([operation, perSecond]) => [operation, { perSecond, changed: perSecond !== quotas[operation] }]),
      ),
    }),
    setQuota(operation, perSecond) {
      setQuota(operation, perSecond);
      told();
    },
    setFailure(operation, failure) {
      failures.set(operation, failure);
      told();
    },
    setDelay(operation, milliseconds) {
      delays.set(operation, milliseconds);
      told();
    },
    reset(operation) {
      told();
      failures.delete(operation);
      delays.delete(operation);
      const quota = quotas[operation];
      if (quota !== undefined) return setQuota(operation, quota);
      limiters.delete(operation);
      held.delete(operation);
    },
  };
}

/** Each service has its own word: IoT, DynamoDB and CloudWatch Logs `ThrottlingException` with 400, the others `TooManyRequestsException`. */
function throttled(operation: string): AwsError {
  if (operation.startsWith('execute-api:')) return new AwsError('TooManyRequestsException', 'Too Many Requests', 429);
  const code = /^(iot|dynamodb|logs):/.test(operation) ? 'ThrottlingException' : 'TooManyRequestsException';
  return new AwsError(code, 'Rate exceeded', code === 'ThrottlingException' ? 400 : 429);
}
