import { AwsError, UnsupportedError } from '../base/errors.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import type { Api } from './api.js';
import { runOperation } from './call-operation.js';

/** Does an operation as whoever operates the account, who may do everything: `iot:AttachPolicy`. */
export type Operate = <Answer = object>(name: string, input: object) => Promise<Answer>;

/**
 * By the services' own operations, with their fields and errors. Neither quota nor fault is asked: those are for the app
 * that is tried, and its calls are what is counted.
 */
export function createOperate(apis: readonly Api[], caller: VerifiedCaller): Operate {
  return async <Answer>(name: string, input: object) => {
    for (const api of apis) {
      const operation = api.operations.find((one) => one.name === name);
      if (operation === undefined) continue;
      const { access } = operation;
      if (access === 'token') throw new UnsupportedError(`${name} as an operator, who has no token`);
      // What the operation says that it answers is known to whoever names it.
      return (await runOperation(operation, input, access === 'public' ? undefined : caller, api)) as Answer;
    }
    throw new AwsError('UnknownOperationException', `The sandbox has no operation ${name}.`, 404);
  };
}
