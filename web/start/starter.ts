import { UnreachableConfigurationError } from '../configuration/page-configuration.js';
import { createStore, type Store } from '../session/store.js';

/** How far the page is on its way to what it shows. */
export type Stage<App> =
  | { readonly is: 'loading' }
  /** It tries again by itself. */
  | { readonly is: 'unreachable'; readonly address: string }
  /** It cannot help itself; the message says what to do. */
  | { readonly is: 'wrong'; readonly message: string }
  | { readonly is: 'ready'; readonly app: App };

export interface Starter<App> {
  readonly store: Store<{ readonly stage: Stage<App> }>;
  /** Tries at once, the first time or another. */
  attempt(): Promise<void>;
}

export interface StarterOptions<App> {
  /** @throws UnreachableConfigurationError when another try may help */
  readonly load: () => Promise<App>;
  /** Calls once, after so many milliseconds or as soon as the device is online again. */
  readonly again: (milliseconds: number, retry: () => void) => void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Loads what the page cannot do without, until it is there. */
export function createStarter<App>({ load, again }: StarterOptions<App>): Starter<App> {
  const store = createStore<{ stage: Stage<App> }>({ stage: { is: 'loading' } });
  let pause = FIRST_PAUSE_MS;
  let turn = 0;

  const attempt = async () => {
    turn += 1;
    const mine = turn;
    const stage = await load().then(
      (app): Stage<App> => ({ is: 'ready', app }),
      (error: unknown): Stage<App> =>
        error instanceof UnreachableConfigurationError
          ? { is: 'unreachable', address: error.address }
          : { is: 'wrong', message: error instanceof Error ? error.message : String(error) },
    );
    if (mine !== turn) return;
    store.update(() => ({ stage }));
    if (stage.is !== 'unreachable') return;
    again(pause, () => {
      if (mine === turn) void attempt();
    });
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  return { store, attempt };
}
