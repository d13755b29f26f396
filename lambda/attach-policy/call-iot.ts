import type { IoTClient } from '@aws-sdk/client-iot';
import { iotError, isPolicyLimit, isThrottling, throttled } from './iot-errors.js';
import { failureOf } from './iot-failure.js';
import type { QuotaShare } from './quota-share.js';
import { isInstance } from './thrown.js';

/** Belongs to one request: when to give up, and whom to tell of each HTTP request to AWS IoT. */
export interface Call {
  readonly signal: AbortSignal;
  countAttempt(): void;
}

export interface IotCall {
  /** Of the operation. */
  readonly share: QuotaShare;
  /** Named in errors; empty where there is none. */
  readonly policyName: string;
  /** The exception that means "was so already". */
  readonly ignored?: string;
}

interface Traceable {
  readonly middlewareStack: IoTClient['middlewareStack'];
}

/** Sends one request to AWS IoT if the operation's share of the quota allows it. Throws what the caller is to be told. */
export async function callIot({ share, policyName, ignored }: IotCall, send: () => Promise<unknown>): Promise<void> {
  const seconds = share.admit();
  if (seconds > 0) throw throttled(seconds);
  try {
    await send();
    share.succeeded();
  } catch (caught) {
    const error = isInstance(caught, FinalFailure) ? caught.failure : caught;
    if (isThrottling(error)) throw throttled(share.throttled(), error);
    if (ignored === undefined || failureOf(error).name !== ignored) throw iotError(error, policyName) ?? error;
  }
}

/** The command, which tells of each attempt. Runs inside the SDK's retry loop, so it sees what the loop hides. */
export function traced<C extends object>(command: C, { countAttempt }: Call): C {
  const { middlewareStack } = command as Traceable;
  middlewareStack.add(
    (next) => async (args) => {
      countAttempt();
      try {
        return await next(args);
      } catch (error) {
        throw isFinal(error) ? new FinalFailure(error) : error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'traceAttempts' },
  );
  return command;
}

/**
 * The SDK takes every LimitExceededException for throttling, but IoT's means ten policies. And it would retry what was
 * throttled at once, in a function that is paid for while it waits: the caller waits better, and knows for how long.
 */
function isFinal(error: unknown): boolean {
  return isPolicyLimit(error) || isThrottling(error);
}

/** Hides a failure from the SDK's retry loop, which would try again. */
class FinalFailure extends Error {
  /** Not `cause`, which the loop looks at, too. */
  readonly failure: unknown;

  constructor(failure: unknown) {
    super('AWS IoT refused');
    this.failure = failure;
  }
}
