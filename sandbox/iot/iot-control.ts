import { Router } from 'express';
import { jsonMembers, wireRequest } from '../http/wire-request.js';
import type { SigV4Verifier } from '../iam/sigv4.js';
import type { OperationGuard } from '../service/operation-guard.js';
import type { ControlPlaneOperation } from './control-plane-operation.js';

export interface IotControlOptions {
  readonly operations: readonly ControlPlaneOperation[];
  readonly guard: OperationGuard;
  readonly verifier: SigV4Verifier;
  readonly region: string;
}

/** The REST routes of the IoT control plane; like AWS's, without CORS: browsers cannot call them. */
export function iotControlRouter({ operations, guard, verifier, region }: IotControlOptions): Router {
  const router = Router({ caseSensitive: true });
  for (const { name, method, path, service, run } of operations) {
    router[method.toLowerCase() as 'get' | 'put' | 'post' | 'delete'](path, async (request, response) => {
      const wire = wireRequest(request);
      const { principal } = await verifier.verify(wire, { service, region });
      await guard.enter(name);
      const result = run({
        caller: principal,
        sourceIp: request.socket.remoteAddress,
        path: request.params as Record<string, string>,
        query: wire.query,
        headers: wire.headers,
        bytes: wire.body,
        get body() {
          return jsonMembers(wire);
        },
      });
      // AttachPolicy and its like answer 200 with an empty body.
      if (Object.keys(result).length === 0) response.status(200).end();
      else response.json(result);
    });
  }
  return router;
}
