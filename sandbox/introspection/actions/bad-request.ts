import { AwsError } from '../../base/errors.js';

/** What the console asked for cannot be done, and why. */
export function badRequest(message: string): AwsError {
  return new AwsError('BadRequest', message, 400);
}
