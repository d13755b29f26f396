import type { AwsJsonApi } from './api.js';
import { runOperation } from './call-operation.js';

/** Calls an operation that is open to everybody, for a page of the sandbox's own: `SignUp`. */
export type PublicCall = (name: string, input: object) => Promise<object>;

/** @throws Error for an operation that is not public, or not there: it would be called without its access */
export function publicCalls(api: Pick<AwsJsonApi, 'signingName' | 'operations' | 'refuseFields'>): PublicCall {
  return async (name, input) => {
    const operation = api.operations.find((candidate) => candidate.name === `${api.signingName}:${name}`);
    if (operation?.access !== 'public') throw new Error(`${name} is no public operation of ${api.signingName}.`);
    return runOperation(operation, input, undefined, api);
  };
}
