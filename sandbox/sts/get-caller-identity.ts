import { type Operation, operationsOf } from '../service/operation.js';

/**
 * Who somebody is, for whom it is: no policy can forbid it.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function getCallerIdentity(): Operation {
  return operationsOf()({
    name: 'sts:GetCallerIdentity',
    access: 'signed',
    fields: {},
    run: (_input, { principal: { arn, userId, accountId } }) => ({ Arn: arn, UserId: userId, Account: accountId }),
  });
}
