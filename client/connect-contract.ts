import type { ApiCaller } from './api-caller.js';
import type { ClientIds } from './client-ids.js';
import type { Credentials } from './credentials-provider.js';
import type { CredentialsSource } from './credentials-source.js';
import type { FirstAttachment } from './first-attachment.js';
import type { IotAccessErrorCode } from './iot-access-error.js';
import type { KeptConnection } from './kept-connection.js';
import type { Wills } from './last-will.js';
import type { MqttSession, OpenMqtt, OpenMqttOptions } from './mqtt-session.js';
import type { Endpoints } from './outputs.js';
import type { presignMqttUrl } from './signed-requests.js';
import type { Waits } from './waits.js';

/** What a connect goes through, for pages that show it. */
export type Step =
  | {
      readonly step: 'credentials';
      readonly identityId: string | undefined;
      /** Milliseconds since 1970. */
      readonly expiration: number | undefined;
    }
  | { readonly step: 'connect'; readonly clientId: string }
  | {
      readonly step: 'refused';
      /** The WebSocket's handshake was answered with an error, CONNECT was refused, or nothing answered. */
      readonly by: 'handshake' | 'connect' | 'network';
      /** Of HTTP, for `handshake`. */
      readonly status: number | undefined;
      /** Of MQTT 5, for `connect`: 0x87 is "Not authorized". */
      readonly reasonCode?: number | undefined;
    }
  | { readonly step: 'attach' }
  /** `/attach-policy` cannot answer now, as when AWS throttles; it is asked again. */
  | {
      readonly step: 'delayed';
      /** Of HTTP. */
      readonly status: number;
      /** As in AttachRefusedError. */
      readonly reason: string;
    }
  | { readonly step: 'attached'; readonly policyName: string }
  /** It did not work, and is tried again after a wait, which ends early when the network is back. */
  | {
      readonly step: 'retry';
      /** AWS IoT, or `/attach-policy` on the way there. */
      readonly of: 'connect' | 'attach';
      /** Of the try that comes: 2 after the first one. Each connection that is made counts from 1. */
      readonly attempt: number;
      /** Milliseconds. */
      readonly waitMs: number;
      /** `code` of the error that there would be, were the time over now. */
      readonly because: IotAccessErrorCode;
      /** AWS's code of MQTT 5, where it gave one. */
      readonly reasonCode: number | undefined;
    }
  | {
      readonly step: 'connected';
      readonly clientId: string;
      /** Whether AWS IoT had kept subscriptions and messages for it. */
      readonly sessionPresent: boolean;
    };

export interface ConnectorOptions {
  readonly endpoints: Endpoints;
  readonly credentials: CredentialsSource;
  readonly api: ApiCaller;
  readonly clientIds: ClientIds;
  readonly kept: KeptConnection;
  readonly openMqtt: OpenMqtt;
  readonly loadMqtt: (() => Promise<unknown>) | undefined;
  /** @default by WebCrypto */
  readonly presignMqttUrl: typeof presignMqttUrl | undefined;
  readonly mqtt: Pick<OpenMqttOptions, 'protocolVersion' | 'sessionExpiry'>;
  readonly wills: Wills;
  readonly firstAttachment: Pick<FirstAttachment, 'before' | 'connected'>;
  readonly waits: Waits;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
  readonly onStep: (step: Step) => void;
}

export interface ConnectRun extends Pick<OpenMqttOptions, 'signal' | 'onMessage' | 'onClose'> {
  /** Milliseconds that all of it may take; undefined to try for as long as only the network is missing. */
  readonly within: number | undefined;
  /** Milliseconds that AWS may keep refusing, while everything can be reached. */
  readonly refusedWithin: number;
  readonly onState: (state: 'attaching' | 'offline' | 'connecting') => void;
  /** For the first try, in place of asking the provider. */
  readonly first?: Credentials | undefined;
}

export interface Connected {
  readonly session: MqttSession;
  readonly clientId: string;
  readonly credentials: Credentials;
}

/**
 * Fresh credentials, a newly signed URL, CONNECT; if that is refused, `POST /attach-policy` once, and again until it
 * works. Each try asks the provider and signs anew.
 *
 * @throws IotAccessError when waiting cannot help or the time is over, or the signal's reason
 */
export type Connect = (run: ConnectRun) => Promise<Connected>;
