import { AttachPolicyCommand, type IoTClient } from '@aws-sdk/client-iot';
import { nameOf } from './aws-faults.js';

/**
 * Attaches, and takes ten policies on the target for an answer. The SDK takes every LimitExceededException for throttling:
 * it would ask again and again, and in adaptive mode slow everything down for one target.
 *
 * @throws the error of AWS's
 */
export async function sendAttach(iot: Pick<IoTClient, 'send'>, policyName: string, target: string): Promise<void> {
  const command = new AttachPolicyCommand({ policyName, target });
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw nameOf(error) === 'LimitExceededException' ? new AtLimit(error) : error;
      }
    },
    // Inside of the SDK's retry loop.
    { step: 'finalizeRequest', priority: 'low', name: 'answerAtLimit' },
  );
  try {
    await iot.send(command);
  } catch (error) {
    throw error instanceof AtLimit ? error.failure : error;
  }
}

class AtLimit extends Error {
  /** Not `cause`, which the loop looks at, too. */
  readonly failure: unknown;

  constructor(failure: unknown) {
    super('AWS IoT refuses');
    this.failure = failure;
  }
}
