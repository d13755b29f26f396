import type { ComponentType } from 'react';
import { type StepStatus, UNTOUCHED_FLOW, withStep } from '../flow/flow.js';
import type { Session, SessionOptions, SignedInUser } from './session.js';
import { EMPTY_SESSION, type SessionState } from './session-state.js';
import { createStore, type Store } from './store.js';

export type UserPartOptions = SessionOptions;

/** What only users need. */
export interface UserPart {
  readonly session: Session;
  readonly Workbench: ComponentType<{ readonly sandboxUrl: string | undefined }>;
}

/** Whether it is here. */
export type PartState =
  | { readonly is: 'absent' | 'loading' | 'failed' }
  | { readonly is: 'here'; readonly part: UserPart };

/** What the page does before it knows who comes: client, MQTT and workbench are loaded for those who have signed in. */
export interface Visit {
  readonly store: Store<SessionState>;
  readonly part: Store<{ readonly state: PartState }>;
  /** Shows how the form fares. */
  signingIn(status: StepStatus, detail?: string): void;
  /** Loads what a user needs, for somebody who is about to be one. */
  prepare(): Promise<void>;
  /** Loads it, and walks the flow; refusals are told, not thrown. @param user undefined for a guest */
  start(user: SignedInUser | undefined): Promise<void>;
  tryNow(): Promise<void>;
  dismiss(refusalId: number): void;
  /** @param why by the user, or since there are no tokens any more: then it is still told why */
  stop(why: 'signed out' | 'ended'): Promise<void>;
}

export interface VisitOptions extends Omit<UserPartOptions, 'store'> {
  readonly load: () => Promise<{ createUserPart(options: UserPartOptions): UserPart }>;
}

export function createVisit({ load, ...options }: VisitOptions): Visit {
  const store = createStore(EMPTY_SESSION);
  const part = createStore<{ state: PartState }>({ state: { is: 'absent' } });
  /** Of the last start: another one, or the end, takes its place. */
  let turn = 0;
  let user: SignedInUser | undefined;
  let loading: Promise<UserPart | undefined> | undefined;

  const session = () => {
    const { state } = part.get();
    return state.is === 'here' ? state.part.session : undefined;
  };
  const loaded = () => {
    loading ??= (async () => {
      part.update(() => ({ state: { is: 'loading' } }));
      try {
        const { createUserPart } = await load();
        const made = createUserPart({ ...options, store });
        part.update(() => ({ state: { is: 'here', part: made } }));
        return made;
      } catch {
        // Offline, or a newer page has taken the place of this one.
        part.update(() => ({ state: { is: 'failed' } }));
        loading = undefined;
        return undefined;
      }
    })();
    return loading;
  };

  const visit: Visit = {
    store,
    part,
    signingIn: (status, detail = '') =>
      store.update(({ flow }) => ({ flow: withStep(flow, 'signIn', status, detail) })),
    async prepare() {
      await loaded();
    },
    async start(starting) {
      turn += 1;
      const mine = turn;
      user = starting;
      const name = starting?.email;
      const [status, detail] = name === undefined ? (['skipped', 'as a guest'] as const) : (['done', name] as const);
      store.update(() => ({ email: name, flow: withStep(UNTOUCHED_FLOW, 'signIn', status, detail) }));
      const { session } = (await loaded()) ?? {};
      if (mine === turn) await session?.start(starting);
    },
    async tryNow() {
      await (session()?.tryNow() ?? visit.start(user));
    },
    dismiss: (refusalId) =>
      store.update(({ refusals }) => ({ refusals: refusals.filter(({ id }) => id !== refusalId) })),
    async stop(why) {
      turn += 1;
      await session()?.leave(why === 'signed out');
      store.update(({ refusals }) => ({
        ...EMPTY_SESSION,
        refusals: why === 'ended' ? refusals.filter(({ signInAgain }) => signInAgain) : [],
      }));
    },
  };
  return visit;
}
