import type { Connection } from '../contract/connection.js';
import { DeviceNotGrantedError, type IotAction, NotAuthorizedError } from './iot-access-error.js';
import { ungrantedDevice } from './ungranted-device.js';

export interface Refused {
  /** How the identity may connect, where it is known. */
  readonly connection: Connection | undefined;
  /** The message was to be retained. */
  readonly retained?: boolean | undefined;
}

/** The refusal with what is known to be allowed. */
export function notAuthorized(action: IotAction, name: string, { connection, retained }: Refused): NotAuthorizedError {
  const details = { allowed: connection && allowedNames(action, connection), retained };
  const device = connection?.devices && ungrantedDevice(name, connection.devices);
  if (device === undefined || action === 'iot:Connect') return new NotAuthorizedError(action, name, details);
  return new DeviceNotGrantedError(action, name, device, details);
}

function allowedNames(action: IotAction, { clientId, topics }: Connection): readonly string[] | undefined {
  if (action === 'iot:Connect') return [clientId];
  return action === 'iot:Publish' ? topics?.publish : topics?.subscribe;
}
