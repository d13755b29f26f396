import type { AwsJsonApi } from '../../../sandbox/service/api.js';
import { callOperation } from '../../../sandbox/service/call-operation.js';

/** The operations of an API by name, called by somebody who has every permission, without a server between. */
export function callsOf(api: AwsJsonApi): Readonly<Record<string, (input: unknown) => Promise<object>>> {
  const caller = {
    principal: { accountId: '', arn: '', roleArn: '', userId: '', documents: [] },
    accessKeyId: '',
    expiration: 0,
  };
  const guard = {
    enter: async () => undefined,
    counts: () => ({}),
    setQuota: () => undefined,
    held: () => ({ faults: {}, delays: {}, quotas: {} }),
    setFailure: () => undefined,
    setDelay: () => undefined,
    reset: () => undefined,
  };
  const doors = { verifier: { verify: async () => caller }, requireIam: () => undefined, guard, region: 'eu-west-1' };
  const wire = {
    method: 'POST',
    path: '/',
    queryString: '',
    query: new URLSearchParams(),
    headers: {},
    repeatedHeaders: [],
    body: Buffer.alloc(0),
  };
  return Object.fromEntries(
    api.operations.map((operation) => {
      const call = (input: unknown) =>
        callOperation(operation, { wire, sourceIp: undefined, input: () => input }, api, doors);
      return [operation.name.split(':')[1], call];
    }),
  );
}
