/** Lets wait for something that comes and goes. */
export interface Gate {
  /** Resolves when the gate is open, rejects when it is closed for good; nobody need listen to that. */
  readonly passed: Promise<void>;
  open(): void;
  /** Who comes from now on waits. */
  shut(): void;
  refuse(reason: Error): void;
}

export function createGate(): Gate {
  let settle: { readonly open: () => void; readonly refuse: (reason: Error) => void } | undefined;
  let passed: Promise<void>;

  const shut = () => {
    if (settle !== undefined) return;
    passed = new Promise<void>((open, refuse) => {
      settle = { open, refuse };
    });
    passed.catch(() => undefined);
  };
  shut();

  return {
    get passed() {
      return passed;
    },
    open() {
      settle?.open();
      settle = undefined;
    },
    shut,
    refuse(reason) {
      settle?.refuse(reason);
      settle = undefined;
    },
  };
}
