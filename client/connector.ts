import { throwIfAborted } from './abortable.js';
import type { NextTry } from './api-caller.js';
import type { Refusal } from './call-attach-policy.js';
import type { Connect, Connected, ConnectorOptions, ConnectRun } from './connect-contract.js';
import { decide, type Next, NOTHING_TRIED, type Outcome } from './connect-decision.js';
import { type ConnectTime, OUT_OF_TIME, startConnectTime } from './connect-time.js';
import { tryOnce } from './connect-try.js';
import type { IotAccessError } from './iot-access-error.js';
import { notAuthorized } from './not-authorized.js';
import { untilAborted } from './until-aborted.js';
import { byChance } from './waits.js';

export function createConnector(options: ConnectorOptions): Connect {
  return async (run) => {
    const time = startConnectTime(run);
    // Whoever opens finds out whether it has come.
    options.loadMqtt?.().catch(() => undefined);
    try {
      const closeLate = ({ session }: Connected) => void session.close().catch(() => undefined);
      return await untilAborted(tryUntilConnected(options, run, time), time.signal, closeLate);
    } catch (error) {
      throw error === OUT_OF_TIME ? time.why(options.endpoints.iotHost) : error;
    } finally {
      time.stop();
    }
  };
}

/** A try, what follows from it, the next try. */
async function tryUntilConnected(options: ConnectorOptions, run: ConnectRun, time: ConnectTime): Promise<Connected> {
  const { api, kept, waits, onStep } = options;
  const { signal } = time;

  const onTrouble = (error: IotAccessError, next: NextTry, refusal?: Refusal) => {
    time.blame(error);
    time.unheard();
    if (refusal) onStep({ step: 'delayed', status: refusal.status, reason: refusal.reason });
    onRetry('attach', error, next);
  };

  const onRetry = (of: 'connect' | 'attach', { code, reasonCode }: IotAccessError, next: NextTry) =>
    onStep({ step: 'retry', of, ...next, because: code, reasonCode });

  let attempt = 1;

  const attach = async ({ clientId, identityId, reasonCode }: Extract<Next, { do: 'attach' }>) => {
    run.onState('attaching');
    onStep({ step: 'attach' });
    const { policyName } = await api.call('POST', signal, onTrouble);
    onStep({ step: 'attached', policyName });
    attempt += 1;
    // The answer has told what is allowed.
    time.blame(notAuthorized('iot:Connect', clientId, { connection: kept.of(identityId), reasonCode }));
  };

  const again = (blame: IotAccessError, waitMs: number) => {
    time.blame(blame);
    attempt += 1;
    onRetry('connect', blame, { attempt, waitMs });
  };

  const wait = ({ blame, state, atMost }: Extract<Next, { do: 'wait' }>) => {
    run.onState(state);
    if (state !== 'attaching') time.unheard();
    const waitMs = Math.round(byChance(atMost));
    again(blame, waitMs);
    return waits.wait(waitMs, signal);
  };

  let memory = NOTHING_TRIED;
  let { first } = run;
  /** What the API has told, in the place of a try. */
  let told: Outcome | undefined;
  for (;;) {
    const { forceRefresh } = memory;
    const outcome: Outcome = told ?? (await tryOnce(options, { run, time, first, forceRefresh, onTrouble }));
    first = told = undefined;
    const decision = decide(outcome, memory);
    const { next } = decision;
    memory = decision.memory;
    if (next.do === 'use') return next.connected;
    if (next.do === 'give up') throw next.error;
    if (next.do === 'judge') {
      told = { is: 'judged', handshake: next.handshake, refusal: await api.refusalOfCredentials(signal) };
      throwIfAborted(signal);
    } else if (next.do === 'look') {
      told = { is: 'looked', refused: next.refused, isRevoked: await api.isRevoked(signal) };
      throwIfAborted(signal);
    } else if (next.do === 'attach') await attach(next);
    else if (next.do === 'wait') await wait(next);
    else again(next.blame, 0);
  }
}
