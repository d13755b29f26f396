import type { Response } from 'express';
import { z } from 'zod';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { identityForFunctions } from '../iam/principal.js';
import { LambdaThrottled } from '../service/function-of-stack.js';
import { operationsOf } from '../service/operation.js';
import { type RestOperation, restOperation } from '../service/rest-operation.js';
import type { Functions } from './functions.js';

const operation = operationsOf();

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invoke(functions: Pick<Functions, 'byName'>, arnOf: (name: string) => string): RestOperation {
  return restOperation(
    {
      method: 'POST',
      path: '/2015-03-31/functions/:FunctionName/invocations',
      headers: { InvocationType: 'x-amz-invocation-type', ClientContext: 'x-amz-client-context' },
      payload: 'Payload',
      answer: answerInvoke,
    },
    operation({
      name: 'lambda:InvokeFunction',
      access: { iam: (member) => arnOf(member('FunctionName')) },
      fields: {
        FunctionName: z.string().min(1),
        InvocationType: z.string().default('RequestResponse'),
        ClientContext: z.string().optional(),
        Payload: z.instanceof(Uint8Array),
      },
      async run({ FunctionName, InvocationType, ClientContext, Payload }, { principal }) {
        const found = functions.byName(FunctionName);
        if (found === undefined) {
          throw new AwsError('ResourceNotFoundException', `Function not found: ${FunctionName}`, 404);
        }
        if (InvocationType !== 'RequestResponse') throw new UnsupportedError(`invocation type ${InvocationType}`);
        const cognito = identityForFunctions(principal);
        const call = {
          event: Payload.length === 0 ? {} : JSON.parse(Buffer.from(Payload).toString('utf8')),
          ...(ClientContext === undefined
            ? {}
            : { clientContext: JSON.parse(Buffer.from(ClientContext, 'base64').toString()) }),
          ...(cognito === undefined
            ? {}
            : {
                cognitoIdentity: {
                  cognitoIdentityId: cognito.identityId,
                  cognitoIdentityPoolId: cognito.identityPoolId,
                },
              }),
        };
        return found.runner.invoke(call).catch((error: unknown) => {
          if (error instanceof LambdaThrottled) return error;
          throw error;
        });
      },
    }),
  );
}

type Result = Awaited<ReturnType<NonNullable<ReturnType<Functions['byName']>>['runner']['invoke']>> | LambdaThrottled;

function answerInvoke(response: Response, given: object): void {
  const result = given as Result;
  if (result instanceof LambdaThrottled) {
    answerThrottled(response, result);
    return;
  }
  response.set('x-amz-executed-version', '$LATEST');
  if (result.ok) {
    response.json(result.payload);
    return;
  }
  const { ok: _, ...error } = result;
  response.set('x-amz-function-error', 'Unhandled').json(error);
}

/** The body as seen on AWS; the header is in the service's model, what AWS writes into it was not found.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function answerThrottled(response: Response, { code, status, reason, message }: LambdaThrottled): void {
  response
    .status(status)
    .set({ 'x-amzn-errortype': code, 'retry-after': '1' })
    .json({ Reason: reason, Type: 'User', message });
}
