import { type Response, Router } from 'express';
import { AwsError } from '../base/errors.js';
import { jsonBody, sourceOf, wireRequest } from '../http/wire-request.js';
import type { RequireIam } from '../iam/authorize.js';
import type { SigV4Verifier } from '../iam/sigv4.js';
import type { OperationGuard } from '../service/operation-guard.js';
import { LambdaThrottled } from './concurrency.js';
import type { FunctionSettings } from './function-resources.js';
import type { FunctionRunner } from './function-runner.js';

export interface LambdaInvokeOptions {
  /** Undefined for a name that the template does not have. */
  readonly functionNamed: (name: string) => { settings: FunctionSettings; runner: FunctionRunner } | undefined;
  readonly guard: OperationGuard;
  readonly verifier: SigV4Verifier;
  readonly requireIam: RequireIam;
  readonly region: string;
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function lambdaInvokeRouter({
  functionNamed,
  guard,
  verifier,
  requireIam,
  region,
}: LambdaInvokeOptions): Router {
  const router = Router({ caseSensitive: true });
  router.post('/2015-03-31/functions/:name/invocations', async (request, response) => {
    const wire = wireRequest(request);
    const { principal } = await verifier.verify(wire, { service: 'lambda', region });
    const { name } = request.params;
    const found = functionNamed(name);
    if (found === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    requireIam(principal, {
      action: 'lambda:InvokeFunction',
      resource: found.settings.functionArn,
      ...sourceOf(request),
    });
    const type = request.get('x-amz-invocation-type') ?? 'RequestResponse';
    if (type !== 'RequestResponse')
      throw new AwsError('SandboxUnsupported', `Invocation type ${type} is not emulated.`, 501);
    await guard.enter('lambda:InvokeFunction');
    const clientContext = request.get('x-amz-client-context');
    const { cognito } = principal;
    const invocation = found.runner.invoke({
      event: jsonBody(wire) ?? {},
      ...(clientContext === undefined
        ? {}
        : { clientContext: JSON.parse(Buffer.from(clientContext, 'base64').toString()) }),
      ...(cognito === undefined
        ? {}
        : {
            cognitoIdentity: { cognitoIdentityId: cognito.identityId, cognitoIdentityPoolId: cognito.identityPoolId },
          }),
    });
    const result = await invocation.catch((error: unknown) => {
      if (error instanceof LambdaThrottled) return error;
      throw error;
    });
    if (result instanceof LambdaThrottled) return answerThrottled(response, result);
    response.set('x-amz-executed-version', '$LATEST');
    if (result.ok) return void response.json(result.payload);
    const { ok: _, ...error } = result;
    response.set('x-amz-function-error', 'Unhandled').json(error);
  });
  return router;
}

/** The body as seen on AWS; the header is in the service's model, what AWS writes into it was not found.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function answerThrottled(response: Response, { code, status, reason, message }: LambdaThrottled): void {
  response
    .status(status)
    .set({ 'x-amzn-errortype': code, 'retry-after': '1' })
    .json({ Reason: reason, Type: 'User', message });
}
