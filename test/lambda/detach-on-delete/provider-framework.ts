import { join } from 'node:path';
import type { Lifecycle } from '../../../lambda/detach-on-delete/lifecycle.js';
import type { LifecycleRequest } from '../../../lambda/detach-on-delete/plan.js';
import type { Time } from '../../../operations/time.js';

/** What CloudFormation gets. */
export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  /** Calls of `isComplete` that it took. */
  readonly calls: number;
}

export interface ProviderFrameworkProps {
  readonly handlers: Lifecycle;
  readonly time: Time;
  /** Milliseconds that Lambda lets our functions run. */
  readonly lambdaTimeout: number;
  /** Answers to CloudFormation that get lost. @default none */
  readonly lostAnswers?: number;
}

interface Framework {
  onEvent(request: object): Promise<void>;
  isComplete(event: object): Promise<void>;
  onTimeout(event: object): Promise<void>;
}

interface InvokeRequest {
  readonly FunctionName: string;
  readonly Payload: string;
}

const runtime = join(
  import.meta.dirname,
  '../../../node_modules/aws-cdk-lib/custom-resources/lib/provider-framework/runtime',
);
/** As `lib/teardown/waiting-provider.ts` has them in the state machine. */
const queryInterval = 15_000;
const mostCalls = 240;
const hour = 3_600_000;

/**
 * CDK's own framework, the code that is deployed, with Lambda, Step Functions and CloudFormation played around it. Gives
 * what CloudFormation would send: a request in, its answer out; fails where CloudFormation would wait in vain.
 */
export function createProviderFramework({ handlers, time, lambdaTimeout, lostAnswers = 0 }: ProviderFrameworkProps) {
  // It logs everything here; deployed, it logs nothing but what ends it.
  jest.spyOn(console, 'log').mockImplementation();
  process.env.USER_ON_EVENT_FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:onEvent';
  process.env.USER_IS_COMPLETE_FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:isComplete';
  process.env.WAITER_STATE_MACHINE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:waiter';
  let started: string | undefined;
  const answers: Omit<Answer, 'calls'>[] = [];
  let calls = 0;
  let lost = 0;

  const invokeFunction = async ({ FunctionName, Payload }: InvokeRequest) => {
    const name = FunctionName.split(':').at(-1) as keyof Lifecycle;
    if (name === 'isComplete') calls += 1;
    const end = time.now() + lambdaTimeout;
    try {
      const context = { getRemainingTimeInMillis: () => end - time.now() };
      const result = await handlers[name](JSON.parse(Payload), context);
      if (time.now() <= end) return { Payload: JSON.stringify(result) };
      return failed(new Error(`Task timed out after ${lambdaTimeout / 1000} seconds`));
    } catch (error) {
      return failed(error as Error);
    }
  };
  const httpRequest = async (_options: object, body: string) => {
    if (lost++ < lostAnswers) throw new Error('Unsuccessful HTTP response: 503');
    // CloudFormation takes no more.
    expect(Buffer.byteLength(body)).toBeLessThan(4096);
    answers.push(JSON.parse(body));
  };
  const startExecution = async ({ input }: { input: string }) => {
    started = input;
  };
  const framework = load({ invokeFunction, httpRequest, startExecution });

  return async (request: LifecycleRequest): Promise<Answer> => {
    [started, calls] = [undefined, 0];
    answers.length = 0;
    const begin = time.now();
    await framework.onEvent({ ...request, ResponseURL: 'https://cloudformation.example.com/answer?signature=secret' });
    if (started !== undefined) await wait(started);
    const [answer] = answers;
    if (answer === undefined || time.now() - begin > hour) throw new Error('CloudFormation got no answer in an hour');
    return { ...answer, calls };
  };

  /** The state machine. */
  async function wait(input: string): Promise<void> {
    for (let call = 0; ; call++) {
      try {
        return await framework.isComplete(JSON.parse(input));
      } catch (error) {
        const Cause = JSON.stringify({ errorMessage: (error as Error).message });
        if (call === mostCalls) return framework.onTimeout({ Error: 'Retry', Cause });
        await time.wait(queryInterval);
      }
    }
  }
}

/** As Lambda's runtime for Node.js tells it. */
function failed({ name, message, stack = '' }: Error) {
  const Payload = JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') });
  return { FunctionError: 'Unhandled', Payload };
}

function load(outbound: object): Framework {
  let framework: Framework | undefined;
  jest.isolateModules(() => {
    jest.doMock(join(runtime, 'outbound.js'), () => outbound);
    framework = require(join(runtime, 'framework.js')) as Framework;
  });
  return framework as Framework;
}
