import { Router } from 'express';
import { AwsError } from '../base/errors.js';
import type { RequireIam } from '../iam/authorize.js';
import type { SigV4Verifier } from '../iam/sigv4.js';
import type { OperationGuard } from '../service/operation-guard.js';
import { jsonMembers, sourceOf, wireRequest } from './wire-request.js';

/** A service that is called with `X-Amz-Target: <prefix>.<operation>`. */
export interface AwsJsonService {
  /** `AWSCognitoIdentityProviderService`. */
  readonly targetPrefix: string;
  /** As in IAM actions and in the names of quotas and faults: `cognito-idp`. */
  readonly name: string;
  readonly operations: Readonly<Record<string, (input: unknown) => Promise<object>>>;
  /** Operations that take a signature and the caller's permission, with the resource that is evaluated. */
  readonly signed?: Readonly<Record<string, (input: unknown) => string>>;
}

export interface AwsJsonOptions {
  readonly services: readonly AwsJsonService[];
  readonly guard: OperationGuard;
  readonly verifier: SigV4Verifier;
  readonly requireIam: RequireIam;
  readonly region: string;
}

/**
 * What its handlers throw is written by `answerAwsJsonError`.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function awsJsonRouter({ services, guard, verifier, requireIam, region }: AwsJsonOptions): Router {
  const router = Router({ caseSensitive: true });

  // Cognito's endpoints answer browsers of any origin: what they give out is guarded by tokens, not by the origin.
  router.use((request, response, next) => {
    // Elsewhere a preflight is refused, as IoT's control plane does.
    if (request.path !== '/') return next();
    response
      .set('access-control-allow-origin', '*')
      .set('access-control-expose-headers', 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date');
    if (request.method !== 'OPTIONS') return next();
    const asked = request.get('access-control-request-headers') ?? '*';
    response
      .set({ 'access-control-allow-methods': 'POST, OPTIONS', 'access-control-allow-headers': asked })
      .sendStatus(200);
  });

  router.post('/', async (request, response) => {
    const [prefix, operation = ''] = (request.get('x-amz-target') ?? '').split('.');
    const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
    if (service === undefined) throw unknownOperation(request.get('x-amz-target') ?? '(no X-Amz-Target)');
    const run = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
    if (run === undefined) throw unknownOperation(`${service.name}:${operation}`);
    const wire = wireRequest(request);
    const input = jsonMembers(wire);
    const resourceOf = service.signed?.[operation];
    if (resourceOf !== undefined) {
      const { principal } = await verifier.verify(wire, { service: service.name, region });
      const action = `${service.name}:${operation}`;
      requireIam(principal, { action, resource: resourceOf(input), ...sourceOf(request) });
    }
    await guard.enter(`${service.name}:${operation}`);
    response.type('application/x-amz-json-1.1').send(JSON.stringify(await run(input)));
  });
  return router;
}

function unknownOperation(name: string): AwsError {
  return new AwsError('UnknownOperationException', `The sandbox does not emulate ${name}, so it refuses it.`);
}
