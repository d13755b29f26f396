import type { Connection } from '../contract/connection.js';
import type { Refusal } from './call-attach-policy.js';
import type { Connected } from './connect-contract.js';
import { CredentialsExpiredError, type IotAccessError, UnreachableError } from './iot-access-error.js';
import { notAuthorized } from './not-authorized.js';
import { isOfLoad } from './reason-codes.js';
import { refusedPacket } from './refused-packet.js';
import { RevokedError } from './revoked-error.js';
import { backOff } from './waits.js';

/** How a try to connect ended, or what the API said about it. */
export type Outcome =
  | { readonly is: 'connected'; readonly connected: Connected }
  /** The credentials provider could not answer now. */
  | { readonly is: 'no credentials'; readonly cause: unknown }
  | { readonly is: 'no network'; readonly host: string; readonly cause: unknown }
  /** AWS IoT refused CONNECT: the policies forbid it, or do not allow it yet. */
  | ConnectRefused
  /** It refused for another reason, which MQTT 5 tells. */
  | { readonly is: 'connect not taken'; readonly clientId: string; readonly reasonCode: number }
  | HandshakeRefused
  /** What the API says of a user whom AWS IoT keeps refusing; undefined if that cannot be told now. */
  | { readonly is: 'looked'; readonly refused: ConnectRefused; readonly isRevoked: boolean | undefined }
  /** What the API has against the credentials of a refused handshake, if anything. */
  | { readonly is: 'judged'; readonly handshake: HandshakeRefused; readonly refusal: Refusal | undefined };

export interface ConnectRefused {
  readonly is: 'connect refused';
  readonly clientId: string;
  readonly identityId: string;
  /** What is known of how the identity may connect. */
  readonly connection: Connection | undefined;
  /** Of MQTT 5. */
  readonly reasonCode?: number | undefined;
}

/** The WebSocket did not open. */
export interface HandshakeRefused {
  readonly is: 'handshake refused';
  readonly host: string;
  /** Undefined where a browser hides it. */
  readonly status: number | undefined;
  readonly cause: unknown;
  /** The device says that it has no network. */
  readonly offline: boolean;
}

/** What a run remembers of its tries. */
export interface ConnectMemory {
  readonly attached: boolean;
  /** The API has said since that the user is not revoked. */
  readonly looked: boolean;
  /** In a row. */
  readonly handshakesRefused: number;
  readonly waitsForNetwork: number;
  readonly waitsForAttachment: number;
  /** The next try takes other credentials than the provider keeps. */
  readonly forceRefresh: boolean;
}

export const NOTHING_TRIED: ConnectMemory = {
  attached: false,
  looked: false,
  handshakesRefused: 0,
  waitsForNetwork: 0,
  waitsForAttachment: 0,
  forceRefresh: false,
};

/** What to do next. After all but the first four comes another try. */
export type Next =
  | { readonly do: 'use'; readonly connected: Connected }
  | { readonly do: 'give up'; readonly error: IotAccessError }
  /** Ask the API what it thinks of the credentials. */
  | { readonly do: 'judge'; readonly handshake: HandshakeRefused }
  /** Ask the API whether the user is revoked. */
  | { readonly do: 'look'; readonly refused: ConnectRefused }
  | ({ readonly do: 'attach' } & Pick<ConnectRefused, 'clientId' | 'identityId' | 'reasonCode'>)
  | { readonly do: 'try'; readonly blame: IotAccessError }
  | {
      readonly do: 'wait';
      readonly atMost: number;
      readonly state: 'offline' | 'attaching' | 'connecting';
      /** What the run will have failed with, if its time ends now. */
      readonly blame: IotAccessError;
    };

export interface Decision {
  readonly next: Next;
  readonly memory: ConnectMemory;
}

export const PROVIDER = 'The service behind the credentials provider';

/** Milliseconds between two tries. */
const WHILE_OFFLINE_MS = { first: 500, cap: 30_000 };
const WHILE_REFUSED_MS = { first: 500, cap: 5000 };

/** What to do after a try, by how it ended and what the tries before it have shown. */
export function decide(outcome: Outcome, before: ConnectMemory): Decision {
  const memory = outcome.is === 'no credentials' ? before : { ...before, forceRefresh: false };
  switch (outcome.is) {
    case 'connected':
      return { next: { do: 'use', connected: outcome.connected }, memory };
    case 'no credentials':
      return waitForNetwork(PROVIDER, outcome.cause, memory);
    case 'no network':
      return waitForNetwork(outcome.host, outcome.cause, memory);
    case 'connect refused':
      return afterConnectRefused(outcome, { ...memory, handshakesRefused: 0 });
    case 'looked':
      return afterLook(outcome, memory);
    case 'connect not taken':
      return afterConnectNotTaken(outcome, { ...memory, handshakesRefused: 0 });
    case 'handshake refused':
      return afterHandshakeRefused(outcome, memory);
    case 'judged':
      return afterJudgement(outcome, memory);
  }
}

function waitForNetwork(host: string, cause: unknown, memory: ConnectMemory): Decision {
  const { waitsForNetwork } = memory;
  const blame = new UnreachableError(host, cause);
  return {
    next: { do: 'wait', atMost: backOff(waitsForNetwork, WHILE_OFFLINE_MS), state: 'offline', blame },
    // While nothing could be reached, the policy may have been detached again.
    memory: { ...memory, attached: false, looked: false, waitsForNetwork: waitsForNetwork + 1 },
  };
}

function afterConnectRefused(outcome: ConnectRefused, memory: ConnectMemory): Decision {
  const { clientId, identityId, reasonCode } = outcome;
  if (!memory.attached)
    return { next: { do: 'attach', clientId, identityId, reasonCode }, memory: { ...memory, attached: true } };
  // Not at once: most attachments work after a moment, and a crowd of new users need not ask.
  if (!memory.looked && memory.waitsForAttachment > 0) return { next: { do: 'look', refused: outcome }, memory };
  return waitForAttachment(outcome, memory);
}

function afterLook({ refused, isRevoked }: Extract<Outcome, { is: 'looked' }>, memory: ConnectMemory): Decision {
  if (isRevoked) return { next: { do: 'give up', error: new RevokedError() }, memory };
  return waitForAttachment(refused, { ...memory, looked: isRevoked !== undefined });
}

function waitForAttachment({ clientId, connection, reasonCode }: ConnectRefused, memory: ConnectMemory): Decision {
  const { waitsForAttachment } = memory;
  const blame = notAuthorized('iot:Connect', clientId, { connection, reasonCode });
  return {
    next: { do: 'wait', atMost: backOff(waitsForAttachment, WHILE_REFUSED_MS), state: 'attaching', blame },
    memory: { ...memory, waitsForAttachment: waitsForAttachment + 1 },
  };
}

/** Load passes; what is wrong with the client ID or the version does not. */
function afterConnectNotTaken(
  { clientId, reasonCode }: Extract<Outcome, { is: 'connect not taken' }>,
  memory: ConnectMemory,
): Decision {
  const error = refusedPacket({ action: 'iot:Connect', name: clientId }, reasonCode);
  if (!isOfLoad(reasonCode)) return { next: { do: 'give up', error }, memory };
  const { waitsForNetwork } = memory;
  return {
    next: { do: 'wait', atMost: backOff(waitsForNetwork, WHILE_OFFLINE_MS), state: 'connecting', blame: error },
    memory: { ...memory, waitsForNetwork: waitsForNetwork + 1 },
  };
}

/** 403 is about the signature or the credentials. A browser hides it, so there the API is asked what it thinks. */
function afterHandshakeRefused(handshake: HandshakeRefused, memory: ConnectMemory): Decision {
  const { host, status, cause, offline } = handshake;
  const overloaded = status !== undefined && (status === 429 || status >= 500);
  const withoutNetwork = status === undefined && offline && memory.handshakesRefused === 0;
  if (overloaded || withoutNetwork) return waitForNetwork(host, cause, memory);
  return { next: { do: 'judge', handshake }, memory };
}

function afterJudgement({ handshake, refusal }: Extract<Outcome, { is: 'judged' }>, memory: ConnectMemory): Decision {
  const { host, status, cause } = handshake;
  if (status === undefined && refusal === undefined) return waitForNetwork(host, cause, memory);
  const error = new CredentialsExpiredError(refusal?.message ?? `${host} answered the handshake with ${status}.`);
  const handshakesRefused = memory.handshakesRefused + 1;
  return {
    next: handshakesRefused > 1 ? { do: 'give up', error } : { do: 'try', blame: error },
    memory: { ...memory, handshakesRefused, forceRefresh: true },
  };
}
