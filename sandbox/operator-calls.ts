import type { VerifiedCaller } from './iam/sigv4.js';
import type { Api } from './service/api.js';
import { runOperation } from './service/call-operation.js';

/** Does an operation of AWS as the operator, without a request: `iot:CreateThing`. @throws AwsError as AWS does */
export type AsOperator = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** Quotas and faults are for those who ask over the network; these calls are not counted. */
export function operatorCalls(apis: readonly Api[], operator: VerifiedCaller): AsOperator {
  return async (name, input) => {
    const api = apis.find(({ operations }) => operations.some((one) => one.name === name));
    const operation = api?.operations.find((one) => one.name === name);
    if (api === undefined || operation === undefined) {
      throw new Error(`The sandbox does not emulate ${name}. Operations are named like iot:CreateThing.`);
    }
    if (operation.access === 'token') throw new Error(`${name} is for users, who have a token; an operator has none.`);
    const caller = operation.access === 'public' ? undefined : operator;
    return (await runOperation(operation, input, caller, api)) as Readonly<Record<string, unknown>>;
  };
}
