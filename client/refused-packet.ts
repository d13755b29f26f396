import { type IotAccessError, type IotAction, PacketRefusedError, ThrottledError } from './iot-access-error.js';
import { NotAuthorizedError } from './not-authorized-error.js';
import { isOfLoad, NOT_AUTHORIZED, nameOfReason } from './reason-codes.js';

/** What was refused. */
export interface RefusedPacket {
  readonly action: IotAction;
  /** The topic, filter or client ID. */
  readonly name: string;
}

/** The error that a refusal becomes for the app. @param reasonCode of MQTT 5; before it, policies are what refuses */
export function refusedPacket({ action, name }: RefusedPacket, reasonCode: number | undefined): IotAccessError {
  if (reasonCode === undefined || reasonCode === NOT_AUTHORIZED)
    return new NotAuthorizedError(action, name, { reasonCode });
  if (isOfLoad(reasonCode)) {
    return new ThrottledError(
      `AWS IoT refused ${action} on ${name}: ${nameOfReason(reasonCode)}.`,
      'Do it less often; quotas: https://docs.aws.amazon.com/general/latest/gr/iot-core.html.',
      undefined,
      reasonCode,
    );
  }
  return new PacketRefusedError(action, name, reasonCode);
}
