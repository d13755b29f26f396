import type { ApiCaller } from './api-caller.js';
import type { Refusal } from './attach-policy-api.js';
import type { ClientIds } from './client-ids.js';
import { type Credentials, ProviderUnavailable } from './credentials.js';
import type { CredentialsSource } from './credentials-source.js';
import { CredentialsExpiredError, type IotAccessError, UnreachableError } from './errors.js';
import type { KeptConnection } from './kept-connection.js';
import { ConnectFailure, type MqttSession, type OpenMqtt, type OpenMqttOptions } from './mqtt-session.js';
import { notAuthorized } from './not-authorized.js';
import type { Endpoints } from './outputs.js';
import { presignMqttUrl } from './sigv4.js';
import { untilAborted } from './until-aborted.js';
import { createBackOff, type Waits } from './waits.js';

/** What a connect goes through, for pages that show it. */
export type Step =
  | { readonly step: 'credentials'; readonly identityId: string | undefined; readonly expiration: number | undefined }
  | { readonly step: 'connect'; readonly clientId: string }
  | { readonly step: 'refused'; readonly by: 'handshake' | 'connect' | 'network'; readonly status: number | undefined }
  | { readonly step: 'attach' }
  /** `/attach-policy` cannot answer now, as when AWS throttles; it is asked again. */
  | { readonly step: 'delayed'; readonly status: number; readonly reason: string }
  | { readonly step: 'attached'; readonly policyName: string }
  | { readonly step: 'connected'; readonly clientId: string; readonly sessionPresent: boolean };

export interface ConnectorOptions {
  readonly endpoints: Endpoints;
  readonly credentials: CredentialsSource;
  readonly api: ApiCaller;
  readonly clientIds: ClientIds;
  readonly kept: KeptConnection;
  readonly openMqtt: OpenMqtt;
  readonly waits: Waits;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
  readonly onStep: (step: Step) => void;
}

export interface ConnectRun extends Pick<OpenMqttOptions, 'signal' | 'onMessage' | 'onClose'> {
  /** Milliseconds that all of it may take; undefined to try for as long as only the network is missing. */
  readonly within: number | undefined;
  /** Milliseconds that AWS may keep refusing. */
  readonly refusedWithin: number;
  readonly onState: (state: 'attaching' | 'offline') => void;
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

export function createConnector(options: ConnectorOptions): Connect {
  return async (run) => {
    const time = startTime(run);
    try {
      const closeLate = ({ session }: Connected) => void session.close().catch(() => undefined);
      return await untilAborted(tryUntilConnected(options, run, time), time.signal, closeLate);
    } catch (error) {
      throw error === outOfTime ? time.why(options.endpoints.iotHost) : error;
    } finally {
      time.stop();
    }
  };
}

const PROVIDER = 'The service behind the credentials provider';

const outOfTime = Symbol('out of time');

/** The time that a run may take, and what it will have failed for when that is over. */
function startTime({ signal, within, refusedWithin }: ConnectRun) {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  const limit = (milliseconds: number) => setTimeout(() => controller.abort(outOfTime), milliseconds);
  const timers = within === undefined ? [] : [limit(within)];
  let why: IotAccessError | undefined;
  let refused = false;
  return {
    signal: controller.signal,
    /** The run would fail with this error if its time were over now. */
    blame(error: IotAccessError) {
      why = error;
    },
    /** The same for as long as something else has not answered. */
    async blameWhile<T>(error: IotAccessError, pending: Promise<T>): Promise<T> {
      const before = why;
      why = error;
      const result = await pending;
      why = before;
      return result;
    },
    refused() {
      if (!refused && within === undefined) timers.push(limit(refusedWithin));
      refused = true;
    },
    why: (host: string) => why ?? new UnreachableError(host),
    stop() {
      signal.removeEventListener('abort', abort);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

type Time = ReturnType<typeof startTime>;

async function tryUntilConnected(options: ConnectorOptions, run: ConnectRun, time: Time): Promise<Connected> {
  const { endpoints, credentials: source, api, clientIds, kept, openMqtt, waits, now, onStep } = options;
  const { signal } = time;
  const whileRefused = createBackOff(500, 5000);
  const whileOffline = createBackOff(500, 30_000);
  let attached = false;
  let handshakesRefused = 0;
  let forceRefresh = false;
  let { first } = run;

  const waitForNetwork = async (cause: unknown, host = endpoints.iotHost) => {
    time.blame(new UnreachableError(host, cause));
    run.onState('offline');
    await waits.wait(whileOffline.next(), signal);
  };

  const onTrouble = (error: IotAccessError, refusal?: Refusal) => {
    time.blame(error);
    if (refusal) onStep({ step: 'delayed', status: refusal.status, reason: refusal.reason });
  };

  for (;;) {
    signal.throwIfAborted();
    const asked = (first ? Promise.resolve(first) : source.get(forceRefresh)).catch((error: unknown) => {
      if (error instanceof ProviderUnavailable) return error;
      throw error;
    });
    const credentials = await time.blameWhile(new UnreachableError(PROVIDER), asked);
    first = undefined;
    signal.throwIfAborted();
    if (credentials instanceof ProviderUnavailable) {
      await waitForNetwork(credentials.cause, PROVIDER);
      continue;
    }
    forceRefresh = false;
    const identityId = credentials.identityId ?? (await api.call('GET', signal, onTrouble)).identityId;
    onStep({ step: 'credentials', identityId, expiration: credentials.expiration });

    const clientId = await clientIds.next(identityId);
    await waits.wait(clientIds.pause(clientId), signal, true);
    const url = await presignMqttUrl(endpoints, credentials, now());
    onStep({ step: 'connect', clientId });
    clientIds.used(clientId);
    try {
      const session = await openMqtt({ url, clientId, signal, onMessage: run.onMessage, onClose: run.onClose });
      await clientIds.keep(clientId);
      onStep({ step: 'connected', clientId, sessionPresent: session.sessionPresent });
      return { session, clientId, credentials };
    } catch (failure) {
      if (!(failure instanceof ConnectFailure)) throw failure;
      onStep({ step: 'refused', by: failure.kind, status: failure.status });
      if (failure.kind === 'connect') await onConnectRefused(clientId, identityId);
      else if (failure.kind === 'handshake') await onHandshakeRefused(failure);
      else await waitForNetwork(failure.cause);
    }
  }

  async function onConnectRefused(clientId: string, identityId: string): Promise<void> {
    time.refused();
    clientIds.refused(clientId);
    handshakesRefused = 0;
    run.onState('attaching');
    if (!attached) {
      onStep({ step: 'attach' });
      const { policyName } = await api.call('POST', signal, onTrouble);
      attached = true;
      onStep({ step: 'attached', policyName });
      time.blame(notAuthorized('iot:Connect', clientId, kept.of(identityId)));
      return;
    }
    time.blame(notAuthorized('iot:Connect', clientId, kept.of(identityId)));
    await waits.wait(whileRefused.next(), signal);
  }

  /** 403 is about the signature or the credentials. A browser hides it, so there the API is asked what it thinks. */
  async function onHandshakeRefused({ status, cause }: ConnectFailure): Promise<void> {
    if (status !== undefined && (status === 429 || status >= 500)) return waitForNetwork(cause);
    if (status === undefined && handshakesRefused === 0 && isOffline()) return waitForNetwork(cause);
    const refusal = await api.refusalOfCredentials(signal);
    signal.throwIfAborted();
    if (status === undefined && refusal === undefined) return waitForNetwork(cause);
    handshakesRefused += 1;
    const reason = refusal?.message ?? `${endpoints.iotHost} answered the handshake with ${status}.`;
    time.blame(new CredentialsExpiredError(reason));
    if (handshakesRefused > 1) throw new CredentialsExpiredError(reason);
    forceRefresh = true;
  }
}

function isOffline(): boolean {
  return (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false;
}
