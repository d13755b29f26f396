import type { Connection } from '../contract/connection.js';
import { type IotAction, NotAuthorizedError } from './errors.js';

/** The refusal with what the identity's connection, where it is known, says to be allowed. */
export function notAuthorized(
  action: IotAction,
  name: string,
  connection: Connection | undefined,
  retained = false,
): NotAuthorizedError {
  return new NotAuthorizedError(action, name, { allowed: connection && allowedNames(action, connection), retained });
}

function allowedNames(action: IotAction, { clientId, topics }: Connection): readonly string[] | undefined {
  if (action === 'iot:Connect') return [clientId];
  return action === 'iot:Publish' ? topics?.publish : topics?.subscribe;
}
