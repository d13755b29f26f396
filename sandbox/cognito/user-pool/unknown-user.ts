import { AwsError } from '../../base/errors.js';
import type { UserPoolClientSettings } from '../resources/cognito-resources.js';

/**
 * The error about a user that does not exist, or undefined for a client that must not learn it: each operation then
 * answers as this page says: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export function unknownUserOf(client: UserPoolClientSettings, message?: string): AwsError | undefined {
  if (client.preventUserExistenceErrors === 'ENABLED') return undefined;
  return new AwsError('UserNotFoundException', message ?? 'Username/client id combination not found.');
}
