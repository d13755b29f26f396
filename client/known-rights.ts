import { newAbort } from './abortable.js';
import type { ApiCaller } from './api-caller.js';
import { callWithin } from './call-within.js';
import type { ConnectionKeeper } from './connection-keeper.js';
import type { CredentialsSource } from './credentials-source.js';
import { deviceOfTopic } from './device-of-topic.js';
import { ClosedError } from './iot-access-error.js';
import type { KeptConnection } from './kept-connection.js';
import { notAuthorized } from './not-authorized.js';
import type { RightsOptions } from './rights.js';

export interface KnownRightsOptions {
  readonly credentials: Pick<CredentialsSource, 'identityId'>;
  readonly kept: KeptConnection;
  readonly api: ApiCaller;
  readonly apiHost: string;
  readonly keeper: () => ConnectionKeeper;
}

export interface KnownRights extends Omit<RightsOptions, 'add' | 'now'> {
  /** The client is closed: nothing is asked any more. */
  readonly stop: () => void;
  /** The user's groups have changed: asks what is allowed now. */
  readonly onOtherGroups: () => void;
}

/** The longest, in milliseconds, that a refused publish waits for its attachment, or for what is granted now. */
const ATTACH_WITHIN_MS = 5000;

/** What is known of a user's rights, and how it is brought up to date, for what is refused. */
export function knownRights(options: KnownRightsOptions): KnownRights {
  const { credentials, kept, api, apiHost, keeper } = options;
  let isForgotten = false;
  let ending = newAbort();
  const known = () => kept.of(credentials.identityId ?? '');
  const callSoon = async (method: 'GET' | 'POST') => {
    if (keeper().state === 'closed') throw new ClosedError();
    const call = (signal: AbortSignal) => api.call(method, signal, () => undefined);
    return callWithin(ATTACH_WITHIN_MS, apiHost, call, ending.signal);
  };

  return {
    stop() {
      ending.abort(new ClosedError());
      ending = newAbort();
    },
    renew: () => keeper().renewCredentials(),
    attach: () => callSoon('POST'),
    isInDoubt({ name }) {
      const connection = known();
      if (connection === undefined) return isForgotten;
      return connection.devices !== undefined && deviceOfTopic(name, connection.devices)?.isGranted === true;
    },
    look: () => callSoon('GET'),
    onChanged() {
      isForgotten = true;
      kept.forget(credentials.identityId ?? '');
      // Who fails to ask now asks when it is needed.
      callSoon('GET').catch(() => undefined);
    },
    // Until there is an answer, what was known is better for topics and refusals than nothing.
    onOtherGroups: () => void callSoon('GET').catch(() => kept.forget(credentials.identityId ?? '')),
    refusal({ action, name, retained }, { reasonCode }) {
      // What the client has given up for meanwhile is the reason of this, too.
      const givenUpFor = keeper().state === 'denied' ? keeper().error : undefined;
      return givenUpFor ?? notAuthorized(action, name, { connection: known(), retained, reasonCode });
    },
  };
}
