import { ApiError } from '../errors.js';
import { comeBackSoon, iotError, isThrottling } from '../iot-errors.js';
import { failureOf } from '../iot-failure.js';

/** The signed context does not say that a user of this deployment's user pool, and nobody else, has signed in. */
export function unknownUser(): ApiError {
  const message =
    "The request does not say which user of this deployment's user pool has signed it: nobody else is attached here. " +
    'Get credentials with the ID token of that pool and no other login, and call /attach-policy over HTTPS.';
  return new ApiError('UnknownUser', message);
}

/** The directory marks the user. Why is the operator's to tell: the reason in the mark may be for nobody else. */
export function revoked(): ApiError {
  const message =
    "This user's access has been taken away by an operator of this deployment. Nothing was attached, and calling again " +
    'does not help: ask whoever runs the app.';
  return new ApiError('Revoked', message);
}

/** DynamoDB was asked in vain. The caller may come back; the operator is told what to do where waiting does not help. */
export function directoryUnavailable(cause: unknown, tableName: string): ApiError {
  const message =
    'The directory in which this deployment records its users could not be reached, or failed. Call again later.';
  const remedy = remedyFor(cause, tableName);
  const headers = comeBackSoon();
  return new ApiError('DirectoryUnavailable', message, { cause, headers, ...(remedy !== undefined && { remedy }) });
}

/** That the item is not as the condition of a write says. */
export function isConditionFailure(error: unknown): boolean {
  return failureOf(error).name === 'ConditionalCheckFailedException';
}

/** Undefined for what passes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
function remedyFor(cause: unknown, tableName: string): string | undefined {
  const { name } = failureOf(cause);
  if (name === 'ResourceNotFoundException') {
    return (
      `DynamoDB table "${tableName}" is missing in the function's Region. Deploy the stack again; if the table was ` +
      'deleted by hand, restore it under the same name from a backup, which keeps the grants in it.'
    );
  }
  if (isThrottling(cause) || name === 'ProvisionedThroughputExceededException' || name === 'InternalServerError') {
    return undefined;
  }
  // Networks, time-outs and credentials fail in the same way, whichever service is asked.
  const known = iotError(cause, '');
  if (known?.code === 'AttachForbidden') {
    return (
      `Allow dynamodb:UpdateItem and dynamodb:Query on the table "${tableName}" in the function's role; ` +
      "then look for a permissions boundary, a service control policy or the policy of the table's key that denies it."
    );
  }
  return known ? known.remedy : `DynamoDB refuses what is asked of the table "${tableName}": see the error.`;
}
