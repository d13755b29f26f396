/** The part of a browser's document that is needed. */
export interface PageVisibility {
  readonly visibilityState: string;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

export interface HiddenWatch {
  /** The page has been hidden for as long as was asked for. */
  readonly isHidden: boolean;
  stop(): void;
}

export interface HiddenWatchOptions {
  readonly page: PageVisibility;
  /** Milliseconds; in a hidden page timers may be a minute late. */
  readonly after: number;
  readonly onHidden: () => void;
  readonly onSeen: () => void;
}

/** The longest, in milliseconds, that a timer runs. */
const LONGEST_MS = 2_147_483_647;

/** Undefined where nothing is to be watched. @throws RangeError saying what is wrong with the option */
export function readHiding(
  after: number | undefined,
  page: PageVisibility | undefined,
): Pick<HiddenWatchOptions, 'page' | 'after'> | undefined {
  if (after === undefined) return undefined;
  if (after >= 0 && after <= LONGEST_MS) return page && { page, after };
  throw new RangeError(`The option pauseWhenHidden is ${after}; it is 0 to ${LONGEST_MS} milliseconds.`);
}

export function watchHidden({ page, after, onHidden, onSeen }: HiddenWatchOptions): HiddenWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHidden = false;
  const hide = () => {
    isHidden = true;
    onHidden();
  };
  const look = () => {
    clearTimeout(timer);
    if (page.visibilityState === 'hidden') {
      timer = setTimeout(hide, after);
    } else if (isHidden) {
      isHidden = false;
      onSeen();
    }
  };
  look();
  page.addEventListener('visibilitychange', look);
  return {
    get isHidden() {
      return isHidden;
    },
    stop() {
      clearTimeout(timer);
      page.removeEventListener('visibilitychange', look);
    },
  };
}
