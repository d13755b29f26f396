import type { Connect } from './connect-contract.js';
import type { Effect, KeeperEvent, Life, OpenConnection } from './connection-states.js';
import type { CredentialRefresh } from './credential-refresh.js';
import type { ReceivedPacket } from './mqtt-session.js';
import type { Outbox } from './outbox.js';
import { TAKEN_OVER } from './reason-codes.js';
import type { Subscriptions } from './subscriptions.js';
import type { Waits } from './waits.js';
import { watchDevice } from './watch-device.js';
import { type HiddenWatch, type HiddenWatchOptions, watchHidden } from './watch-hidden.js';

/** What a connection is kept up with. */
export interface KeeperTools {
  readonly connect: Connect;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly waits: Waits;
  /** Where a hidden page is to leave its connection. */
  readonly hiding?: Pick<HiddenWatchOptions, 'page' | 'after'> | undefined;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
}

export interface ConnectionEffectsOptions extends KeeperTools {
  readonly refresh: CredentialRefresh;
  readonly dispatch: (event: KeeperEvent) => Promise<void>;
}

type EffectOf<Do extends Effect['do']> = Extract<Effect, { do: Do }>;

/** Milliseconds that what is under way may take before a connection is closed as planned. */
const DRAIN_WITHIN_MS = 2000;

/** Gives a function that carries an effect out, and resolves when all that follows from it is done. */
export function createConnectionEffects(options: ConnectionEffectsOptions): (effect: Effect) => unknown {
  const { connect, outbox, subscriptions, waits, hiding, now, refresh, dispatch } = options;
  let watch: HiddenWatch | undefined;

  /** A life that has ended has no more events. */
  const follow = async ({ abort }: Life, event: KeeperEvent) => {
    if (!abort.signal.aborted) await dispatch(event);
  };

  const onMessage = (packet: ReceivedPacket) => {
    outbox.countIncoming();
    subscriptions.dispatch(packet);
  };

  const lost = (life: Life, connection: OpenConnection, reasonCode: number | undefined) => {
    const { expiration = Number.POSITIVE_INFINITY } = connection.credentials;
    // MQTT 5 tells; before, something under way may be the cause.
    const isTakenOver = reasonCode === TAKEN_OVER;
    const explained = reasonCode === undefined ? outbox.underWay > 0 || expiration <= now() : !isTakenOver;
    return follow(life, { is: 'lost', connection, reasonCode, lived: Date.now() - connection.openedAt, explained });
  };

  const open = async ({ life, within, first }: EffectOf<'connect'>) => {
    const { signal } = life.abort;
    let ended = false;
    let reasonCode: number | undefined;
    let connection: OpenConnection | undefined;
    const connected = await connect({
      signal,
      within,
      first,
      refusedWithin: life.within,
      onMessage,
      onClose(reason) {
        ended = true;
        reasonCode = reason;
        if (connection !== undefined) void lost(life, connection, reason);
      },
      onState: (shows) => void follow(life, { is: 'progress', shows }),
    });
    if (signal.aborted) return connected.session.close();
    connection = { ...connected, openedAt: Date.now() };
    await follow(life, { is: 'opened', connection, ended });
    if (ended) await lost(life, connection, reasonCode);
    else if (watch?.isHidden) await follow(life, { is: 'hidden' });
  };

  const failed = (life: Life) => (error: Error) => follow(life, { is: 'failed', error });
  const perform: { readonly [Do in Effect['do']]: (effect: EffectOf<Do>) => unknown } = {
    begin({ life }) {
      const stopWatching = watchDevice({ onBack: () => void dispatch({ is: 'renew' }) });
      const onHidden = () => void follow(life, { is: 'hidden' });
      watch = hiding && watchHidden({ ...hiding, onHidden, onSeen: () => void follow(life, { is: 'seen' }) });
      life.abort.signal.addEventListener('abort', () => {
        stopWatching();
        watch?.stop();
      });
    },
    connect: (effect) => open(effect).catch(failed(effect.life)),
    renewSubscriptions: () => subscriptions.renew(),
    planRefresh: ({ credentials }) => refresh.plan(credentials),
    cancelRefresh: () => refresh.cancel(),
    openOutbox: ({ connection }) => outbox.open(connection.session),
    closeOutbox: ({ end, reasonCode }) => outbox.close(end, reasonCode),
    async drain({ life, connection }) {
      await outbox.drain(DRAIN_WITHIN_MS);
      await follow(life, { is: 'drained', connection });
    },
    leave: ({ life, connection: { session } }) =>
      session.close().then(() => follow(life, { is: 'left' }), failed(life)),
    pause: ({ life, atMost }) =>
      waits.wait(Math.random() * atMost, life.abort.signal).then(
        () => follow(life, { is: 'paused' }),
        () => undefined,
      ),
    nudge: () => waits.nudge(),
    end({ life, reason }) {
      refresh.cancel();
      life.abort.abort(reason);
      outbox.close('planned');
      outbox.refuseAll(reason);
    },
    disconnect({ connection: { session }, unsubscribe }) {
      // The session outlives the connection by an hour; without filters it keeps nothing that nobody will fetch.
      if (unsubscribe) for (const filter of subscriptions.filters()) session.unsubscribe(filter).catch(() => undefined);
      return session.close().catch(() => undefined);
    },
  };
  return (effect) => (perform[effect.do] as (effect: Effect) => unknown)(effect);
}
