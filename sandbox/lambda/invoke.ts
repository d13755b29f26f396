import type { Response } from 'express';
import { z } from 'zod';
import { AwsError, UnsupportedError } from '../base/errors.js';
import { identityForFunctions, type Principal } from '../iam/principal.js';
import { type InvocationResult, LambdaThrottled } from '../service/function-of-stack.js';
import { type Member, operationsOf } from '../service/operation.js';
import { type RestOperation, restOperation } from '../service/rest-operation.js';
import type { Environment } from '../template/resource-type.js';
import type { AsynchronousCalls } from './asynchronous-calls.js';
import { type FunctionReference, functionArnOf, parseFunctionReference } from './function-reference.js';
import type { FunctionCall } from './function-runner.js';
import type { Functions } from './functions.js';

/** What the operation needs. */
export interface InvokeParts {
  readonly functions: Pick<Functions, 'byReference'>;
  readonly asynchronous: Pick<AsynchronousCalls, 'accept'>;
  readonly environment: Environment;
}

type Answer =
  | LambdaThrottled
  | { readonly accepted: 202 | 204 }
  | { readonly version: string; readonly result: InvocationResult };

const operation = operationsOf();

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invoke({ functions, asynchronous, environment }: InvokeParts): RestOperation {
  return restOperation(
    {
      method: 'POST',
      path: '/2015-03-31/functions/:FunctionName/invocations',
      query: ['Qualifier'],
      headers: { InvocationType: 'x-amz-invocation-type', ClientContext: 'x-amz-client-context' },
      payload: 'Payload',
      answer: answerInvoke,
    },
    operation({
      name: 'lambda:InvokeFunction',
      access: { iam: (member) => arnAsked(member, environment) },
      fields: {
        FunctionName: z.string().min(1),
        Qualifier: z.string().min(1).max(128).optional(),
        InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
        ClientContext: z.string().optional(),
        Payload: z.instanceof(Uint8Array),
      },
      async run({ FunctionName, Qualifier, InvocationType, ClientContext, Payload }, { principal }): Promise<Answer> {
        const reference = referenceOf(FunctionName, Qualifier, environment);
        const found = reference && functions.byReference(reference);
        if (found === undefined) {
          const named = reference === undefined ? FunctionName : functionArnOf({ environment }, reference);
          throw new AwsError('ResourceNotFoundException', `Function not found: ${named}`, 404);
        }
        if (InvocationType === 'DryRun') return { accepted: 204 };
        const call = callOf(Payload, ClientContext, principal);
        if (InvocationType === 'Event') {
          // Nobody asks for a client context or an identity there: which of them AWS hands on is not documented.
          if (ClientContext !== undefined) throw new UnsupportedError('the client context of an asynchronous call');
          asynchronous.accept(found, { event: call.event });
          return { accepted: 202 };
        }
        return found.invoke(call).then(
          (result) => ({ version: found.version, result }),
          (error: unknown) => {
            if (error instanceof LambdaThrottled) return error;
            throw error;
          },
        );
      },
    }),
  );
}

function callOf(payload: Uint8Array, clientContext: string | undefined, principal: Principal): FunctionCall {
  const cognito = identityForFunctions(principal);
  return {
    event: payload.length === 0 ? {} : JSON.parse(Buffer.from(payload).toString('utf8')),
    ...(clientContext === undefined
      ? {}
      : { clientContext: JSON.parse(Buffer.from(clientContext, 'base64').toString()) }),
    ...(cognito === undefined
      ? {}
      : { cognitoIdentity: { cognitoIdentityId: cognito.identityId, cognitoIdentityPoolId: cognito.identityPoolId } }),
  };
}

/** What a policy's resource is held against: with the qualifier, if the caller names one. */
function arnAsked(member: Member, environment: Environment): string {
  const qualifier = member('Qualifier');
  const reference = referenceOf(member('FunctionName'), qualifier === '' ? undefined : qualifier, environment);
  // Of another account or Region: a policy may name it, and there is no such function here.
  return reference === undefined ? member('FunctionName') : functionArnOf({ environment }, reference);
}

/** @throws AwsError for a name with one qualifier and another one beside it */
function referenceOf(
  name: string,
  qualifier: string | undefined,
  environment: Environment,
): FunctionReference | undefined {
  const named = parseFunctionReference(name, environment);
  if (named === undefined || qualifier === undefined) return named;
  if (named.qualifier === undefined || named.qualifier === qualifier) return { ...named, qualifier };
  const message = 'The derived qualifier from the function name does not match the specified qualifier.';
  throw new AwsError('InvalidParameterValueException', message);
}

function answerInvoke(response: Response, given: object): void {
  const answer = given as Answer;
  if (answer instanceof LambdaThrottled) answerThrottled(response, answer);
  else if ('accepted' in answer) response.status(answer.accepted).end();
  else answerResult(response, answer);
}

function answerResult(response: Response, answer: Extract<Answer, { readonly version: string }>): void {
  const { version, result } = answer;
  response.set('x-amz-executed-version', version);
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
