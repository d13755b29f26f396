import {
  DeviceNotGrantedError,
  type GrantedDevices,
  type IotClient,
  type Message,
  NotAuthorizedError,
  type Subscription,
} from '../../client/index.js';
import type { Logbook } from '../session/logbook.js';
import type { SessionState } from '../session/session-state.js';
import type { Store } from '../session/store.js';
import { LAMP_TOPICS, readShadowAnswer } from './lamp-shadow.js';
import { isGranted, LAMP, type LampAccess, type LampState, UNKNOWN_LAMP } from './lamp-state.js';

/** What one user does with the lamp; refusals are told, not thrown. */
export interface LampOfUser {
  /** Follows the lamp if it is among the devices that are known to be granted. */
  begin(): Promise<void>;
  /** The same, after asking which devices are granted now. */
  refreshDevices(): Promise<void>;
  /** Tells the lamp's shadow what the lamp shall be. */
  switchLamp(on: boolean): Promise<void>;
  /** What fails where no call waits for it. @returns whether it is about the lamp, and told there */
  takesRefusal(error: unknown): boolean;
  /** The client it was made with is gone. */
  forget(): void;
}

export interface LampOfUserOptions {
  readonly store: Store<SessionState>;
  readonly logbook: Logbook;
  /** Undefined while nobody is signed in; another one for the next user. */
  readonly current: () => IotClient | undefined;
}

export function createLampOfUser({ store, logbook, current }: LampOfUserOptions): LampOfUser {
  /** Undefined while the page does not follow the lamp. */
  let following: Subscription[] | undefined;
  let refreshing: Promise<void> | undefined;
  /** Of the last request of this tab: others hear the same rejections. */
  let token = '';

  const change = (changes: Partial<LampState>) => store.update(({ lamp }) => ({ lamp: { ...lamp, ...changes } }));

  const onAnswer = ({ topic, json }: Message) => {
    const answer = readShadowAnswer(topic, json());
    if (answer.is === 'rejected') {
      if (answer.clientToken === token) change({ rejected: answer.message, wanted: undefined });
      return;
    }
    const { on, wanted } = answer;
    if (on !== undefined && on !== store.get().lamp.on) logbook.tell(`The lamp reports that it is ${word(on)}`, 'good');
    change({ on, wanted, rejected: undefined });
  };

  const follow = async (mine: IotClient) => {
    const opened: Subscription[] = [];
    following = opened;
    try {
      for (const filter of LAMP_TOPICS.answers) {
        opened.push(await mine.subscribe(filter, onAnswer));
        // Taken back meanwhile, or somebody else signed in.
        if (following !== opened) return unsubscribe(opened);
      }
    } catch (error) {
      unsubscribe(opened);
      if (following === opened) following = undefined;
      throw error;
    }
    change({ access: 'granted' });
    logbook.tell(`The device ${LAMP} is granted`, 'good');
    await ask(mine, LAMP_TOPICS.get, {});
  };

  /** Otherwise the client would ask for them again with each connection, and be refused again. */
  const letGo = (access: LampAccess) => {
    if (following !== undefined) unsubscribe(following);
    following = undefined;
    const before = store.get().lamp.access;
    if (access === before) return;
    change({ ...UNKNOWN_LAMP, access });
    logbook.tell(
      access === 'not granted' ? `not granted: device ${LAMP}` : `The grant of ${LAMP} does not work yet`,
      'bad',
    );
  };

  const consider = async (mine: IotClient, devices: GrantedDevices | undefined) => {
    if (mine !== current() || devices === undefined) return;
    store.update(({ rights }) => ({ rights: rights && { ...rights, devices } }));
    if (!isGranted(devices)) letGo('not granted');
    else if (following === undefined) await follow(mine);
  };

  const onRefused = async (mine: IotClient, error: NotAuthorizedError) => {
    if (mine !== current()) return;
    if (error instanceof DeviceNotGrantedError) return letGo('not granted');
    // It may have been taken back since the client was last told of devices.
    const devices = await mine.devices();
    if (mine === current()) letGo(devices !== undefined && isGranted(devices) ? 'not in effect' : 'not granted');
  };

  const ask = (mine: IotClient, topic: string, document: object) => {
    token = crypto.randomUUID();
    return mine.publish(topic, JSON.stringify({ ...document, clientToken: token }));
  };

  /** A refusal of the lamp is a state of the lamp; everything else is told as trouble. */
  const attempt = (act: (mine: IotClient) => Promise<void>) =>
    logbook.attempt('lamp', async () => {
      const mine = current();
      if (mine === undefined) return;
      try {
        await act(mine);
      } catch (error) {
        if (!(error instanceof NotAuthorizedError)) throw error;
        await onRefused(mine, error);
      }
    });

  return {
    async begin() {
      await attempt((mine) => consider(mine, store.get().rights?.devices));
    },
    refreshDevices() {
      if (refreshing !== undefined) return refreshing;
      const begun = attempt(async (mine) => consider(mine, await mine.devices())).then(() => {
        if (refreshing === begun) refreshing = undefined;
      });
      refreshing = begun;
      return begun;
    },
    async switchLamp(on) {
      change({ wanted: on, rejected: undefined });
      logbook.tell(`Asked the lamp's shadow for ${word(on)}`);
      const asked = await attempt((mine) => ask(mine, LAMP_TOPICS.update, { state: { desired: { on } } }));
      if (!asked) change({ wanted: undefined });
    },
    takesRefusal(error) {
      if (!(error instanceof NotAuthorizedError)) return false;
      if (!(LAMP_TOPICS.answers as readonly (string | undefined)[]).includes(error.topic)) return false;
      void attempt((mine) => onRefused(mine, error));
      return true;
    },
    forget() {
      following = undefined;
      refreshing = undefined;
      change(UNKNOWN_LAMP);
    },
  };
}

function unsubscribe(subscriptions: readonly Subscription[]): void {
  // A connection that has ended has forgotten them by itself.
  for (const { unsubscribe } of subscriptions) unsubscribe().catch(() => undefined);
}

function word(on: boolean): string {
  return on ? 'on' : 'off';
}
