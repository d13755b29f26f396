import type { IoTClient } from '@aws-sdk/client-iot';
import { createIotPolicies } from '../../operations/iot-policies.js';
import type { Time } from '../../operations/time.js';
import { described, TeardownError, withoutSecrets } from './faults.js';
import { createLifecycle, type LambdaContext, type Lifecycle } from './lifecycle.js';

export interface HandlersProps {
  readonly iot: Pick<IoTClient, 'send'>;
  readonly time: Time;
  readonly console: Pick<Console, 'info' | 'error'>;
  /** Named in reasons, since the framework names one that there is not. */
  readonly logGroupName: string;
}

/** The two handlers that the provider framework calls. What they throw ends the operation, and is its reason. */
export function createHandlers({ iot, time, console, logGroupName }: HandlersProps): Lifecycle {
  const policies = createIotPolicies(iot, time);
  const lifecycle = createLifecycle({ policies, time, log: (line) => console.info(line) });

  /** The framework puts an error's stack into the reason that CloudFormation shows; it belongs into our log. */
  const readable =
    <E, R>(handler: (event: E, context: LambdaContext) => Promise<R>) =>
    async (event: E, context: LambdaContext): Promise<R> => {
      try {
        return await handler(event, context);
      } catch (error) {
        const stack = error instanceof Error ? withoutSecrets(error.stack ?? '') : undefined;
        console.error({ event: 'failed', error: described(error), stack });
        const why = error instanceof TeardownError ? error.message : described(error);
        const reason = new TeardownError(`${why} (More is in the log group ${logGroupName}.)`);
        reason.stack = `${reason.name}: ${reason.message}`;
        throw reason;
      }
    };
  return { onEvent: readable(lifecycle.onEvent), isComplete: readable(lifecycle.isComplete) };
}
