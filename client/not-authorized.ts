import type { Connection } from '../contract/connection.js';
import { deviceOfTopic } from './device-of-topic.js';
import type { IotAction } from './iot-access-error.js';
import { DeviceNotGrantedError, NotAuthorizedError } from './not-authorized-error.js';

export interface Refused {
  /** How the identity may connect, where it is known. */
  readonly connection: Connection | undefined;
  /** The message was to be retained. */
  readonly retained?: boolean | undefined;
  /** Of MQTT 5. */
  readonly reasonCode?: number | undefined;
}

/** The refusal with what is known to be allowed. */
export function notAuthorized(
  action: IotAction,
  name: string,
  { connection, retained, reasonCode }: Refused,
): NotAuthorizedError {
  const details = { allowed: connection && allowedNames(action, connection), retained, reasonCode };
  const found = connection?.devices && deviceOfTopic(name, connection.devices);
  if (!found || action === 'iot:Connect') return new NotAuthorizedError(action, name, details);
  const { device, isGranted } = found;
  if (isGranted) return new NotAuthorizedError(action, name, { ...details, grantedDevice: device });
  return new DeviceNotGrantedError(action, name, device, details);
}

function allowedNames(action: IotAction, { clientId, topics }: Connection): readonly string[] | undefined {
  if (action === 'iot:Connect') return [clientId];
  return action === 'iot:Publish' ? topics?.publish : topics?.subscribe;
}
