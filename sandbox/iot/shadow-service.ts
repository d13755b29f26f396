import type { Clock } from '../base/clock.js';
import { AwsError } from '../base/errors.js';
import type { Faults } from '../base/faults.js';
import { parseClientToken, parseShadowUpdate } from './shadow-document.js';
import { type ShadowAction, shadowRequest, shadowTopic } from './shadow-topics.js';
import type { ShadowId, Shadows, UpdatedShadow } from './shadows.js';

/** The Device Shadow service: answers requests over HTTPS and over MQTT. */
export interface ShadowService {
  /** A request over HTTPS. Its effects are published, and only its answer is returned. @throws AwsError */
  call(id: ShadowId, action: ShadowAction, payload: Uint8Array): object;
  /** A message that somebody was allowed to publish; nothing happens unless the topic is a request. */
  take(topic: string, payload: Uint8Array): void;
}

export interface ShadowServiceOptions {
  readonly shadows: Shadows;
  readonly clock: Clock;
  readonly faults: Faults;
  /** The broker; whoever receives is asked for `iot:Receive` there. */
  readonly publish: (topic: string, payload: string) => void;
}

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/device-shadow-mqtt.html */
export function createShadowService({ shadows, clock, faults, publish }: ShadowServiceOptions): ShadowService {
  const send = (id: ShadowId, rest: string, message: object) => publish(shadowTopic(id, rest), JSON.stringify(message));

  const update = (id: ShadowId, payload: Uint8Array) => {
    const asked = parseShadowUpdate(payload);
    const token = tokenOf(asked.clientToken);
    const updated = shadows.update(id, asked);
    const accepted = { ...updated.accepted, ...token };
    send(id, 'update/accepted', accepted);
    if (updated.delta !== undefined) send(id, 'update/delta', { ...updated.delta, ...token });
    send(id, 'update/documents', { ...documents(updated), ...token });
    return accepted;
  };

  const answer = (id: ShadowId, action: ShadowAction, payload: Uint8Array) => {
    if (action === 'update') return update(id, payload);
    const token = tokenOf(parseClientToken(payload));
    if (action === 'get') return { ...shadows.get(id), ...token };
    const deleted = { ...shadows.delete(id), ...token };
    send(id, 'delete/accepted', deleted);
    return deleted;
  };

  return {
    call: answer,
    take(topic, payload) {
      const request = shadowRequest(topic);
      if (request === undefined) return;
      const { id, action } = request;
      try {
        const document = answer(id, action, payload);
        if (action === 'get') send(id, 'get/accepted', document);
      } catch (error) {
        const { status: code, message } = asShadowError(error, faults);
        const timestamp = Math.floor(clock.now() / 1000);
        send(id, `${action}/rejected`, { code, message, timestamp, ...tokenOf(tokenIn(payload)) });
      }
    },
  };
}

function asShadowError(error: unknown, faults: Faults): AwsError {
  if (error instanceof AwsError) return error;
  faults.report('MQTT shadow', error);
  return new AwsError('InternalFailureException', 'Internal service failure', 500);
}

function documents({ previous, current, accepted: { timestamp } }: UpdatedShadow): object {
  return { previous, current, timestamp };
}

function tokenOf(clientToken: string | undefined): { readonly clientToken?: string } {
  return clientToken === undefined ? {} : { clientToken };
}

/** The token of a request that was refused, so that its sender knows which one. */
function tokenIn(payload: Uint8Array): string | undefined {
  try {
    return parseClientToken(payload);
  } catch {
    return undefined;
  }
}
