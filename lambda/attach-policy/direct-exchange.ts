import type { Action } from './access.js';
import { type DirectCallerProps, directCaller } from './caller.js';
import { unknownAction, unprovenApiEvent } from './errors.js';
import type { Exchange } from './exchange.js';
import type { LambdaContext } from './lambda-handler.js';
import { propertyOf, textOf } from './thrown.js';

const ACTIONS: readonly Action[] = ['attach', 'status', 'detach'];

/**
 * A `lambda:Invoke` that did not come through API Gateway: does what POST does, or what the event's `action` says
 * (`attach`, `status`, `detach`); the event decides nothing else.
 */
export function directExchange(event: unknown, context: LambdaContext, props: DirectCallerProps): Exchange {
  return {
    requestId: textOf(context, 'awsRequestId') ?? '',
    caller() {
      if (!textOf(context.identity, 'cognitoIdentityId') && propertyOf(event, 'requestContext'))
        throw unprovenApiEvent();
      return directCaller(context.identity, props);
    },
    answer: async (invocation) => ({ status: 200, result: await invocation.perform(actionOf(event)) }),
    refuse({ code, message }) {
      throw new ReportedError(code, message);
    },
  };
}

function actionOf(event: unknown): Action {
  const given = (event as { readonly action?: unknown } | null | undefined)?.action ?? 'attach';
  const action = ACTIONS.find((known) => known === given);
  if (!action) throw unknownAction(ACTIONS);
  return action;
}

/**
 * What a direct invocation is told: the code as `errorType`, the message as `errorMessage`. Without cause and stack:
 * Lambda sends the stack to whoever invoked. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
class ReportedError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
    this.stack = `${code}: ${message}`;
  }
}
