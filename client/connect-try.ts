import { throwIfAborted } from './abortable.js';
import type { ApiCaller } from './api-caller.js';
import type { ConnectorOptions, ConnectRun } from './connect-contract.js';
import { type Outcome, PROVIDER } from './connect-decision.js';
import type { ConnectTime } from './connect-time.js';
import { type Credentials, ProviderUnavailable } from './credentials-provider.js';
import { UnreachableError } from './iot-access-error.js';
import { ConnectFailure } from './mqtt-session.js';
import { NOT_AUTHORIZED } from './reason-codes.js';
import { presignMqttUrl as presign } from './signed-requests.js';

export interface ConnectTry {
  readonly run: Pick<ConnectRun, 'onMessage' | 'onClose' | 'onState'>;
  readonly time: ConnectTime;
  /** In place of asking the provider. */
  readonly first: Credentials | undefined;
  readonly forceRefresh: boolean;
  readonly onTrouble: Parameters<ApiCaller['call']>[2];
}

/**
 * Fresh credentials, a newly signed URL, CONNECT: once.
 *
 * @throws IotAccessError when waiting cannot help, or the signal's reason
 */
export async function tryOnce(options: ConnectorOptions, attempt: ConnectTry): Promise<Outcome> {
  const { endpoints, credentials: source, api, clientIds, kept, openMqtt, wills, waits, now, onStep } = options;
  const { presignMqttUrl = presign } = options;
  const { run, time, first, forceRefresh, onTrouble } = attempt;
  const { signal } = time;
  throwIfAborted(signal);
  const asked = (first ? Promise.resolve(first) : source.get({ forceRefresh })).catch((error: unknown) => {
    if (error instanceof ProviderUnavailable) return error;
    throw error;
  });
  const credentials = await time.blameWhile(new UnreachableError(PROVIDER), asked);
  throwIfAborted(signal);
  if (credentials instanceof ProviderUnavailable) return { is: 'no credentials', cause: credentials.cause };
  const identityId = credentials.identityId ?? (await api.call('GET', signal, onTrouble)).identityId;
  onStep({ step: 'credentials', identityId, expiration: credentials.expiration });

  // A guest has nothing attached.
  if (!credentials.withoutTokens && kept.of(identityId) === undefined) {
    const attach = (within: AbortSignal) => {
      run.onState('attaching');
      onStep({ step: 'attach' });
      return api.call('POST', within, onTrouble);
    };
    const attachment = await options.firstAttachment.before(identityId, attach, signal);
    if (attachment !== undefined) onStep({ step: 'attached', policyName: attachment.policyName });
  }
  const clientId = await clientIds.next(identityId);
  const pause = clientIds.pause(clientId);
  // Not even for a moment where there is nothing to wait for: a test's clock may stand still.
  if (pause > 0) await waits.wait(pause, signal, { firm: true });
  const url = await presignMqttUrl(endpoints, credentials, now());
  onStep({ step: 'connect', clientId });
  clientIds.used(clientId);
  try {
    const { onMessage, onClose } = run;
    const will = wills.next(identityId, clientId);
    const session = await openMqtt({ ...options.mqtt, will, url, clientId, signal, onMessage, onClose });
    await Promise.all([clientIds.keep(clientId), options.firstAttachment.connected(identityId)]);
    onStep({ step: 'connected', clientId, sessionPresent: session.sessionPresent });
    return { is: 'connected', connected: { session, clientId, credentials } };
  } catch (failure) {
    if (!(failure instanceof ConnectFailure)) throw failure;
    const { kind, status, reasonCode, cause } = failure;
    onStep({ step: 'refused', by: kind, status, reasonCode });
    if (kind === 'network') return { is: 'no network', host: endpoints.iotHost, cause };
    if (kind === 'handshake') {
      return { is: 'handshake refused', host: endpoints.iotHost, status, cause, offline: isOffline() };
    }
    if (reasonCode !== undefined && reasonCode !== NOT_AUTHORIZED)
      return { is: 'connect not taken', clientId, reasonCode };
    time.refused();
    wills.refused();
    clientIds.refused(clientId);
    return { is: 'connect refused', clientId, identityId, connection: kept.of(identityId), reasonCode };
  }
}

function isOffline(): boolean {
  return (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false;
}
