/** A failure of the sandbox itself: what no client should be able to cause. */
export interface Fault {
  readonly number: number;
  /** Where it was noticed: `POST /attach-policy`, `MQTT SUBSCRIBE`. */
  readonly where: string;
  readonly name: string;
  /** Without what could be a secret. */
  readonly message: string;
  /** Where it arose, innermost first. */
  readonly stack: readonly string[];
}

export interface Faults {
  /** Tells of it, of the same error once. */
  report(where: string, error: unknown): Fault;
  /** Does work that nobody waits for: a failure is told, and goes no further. */
  contain(where: string, work: () => void): void;
}

/** @param tell @default one line of JSON on standard error */
export function createFaults(tell: (fault: Fault) => void = tellOnStandardError): Faults {
  const known = new WeakMap<object, Fault>();
  let number = 0;
  const report = (where: string, thrown: unknown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const before = known.get(error);
    if (before !== undefined) return before;
    const { name, message, stack = '' } = error;
    const fault = { number: ++number, where, name, message: withoutSecrets(message), stack: placesIn(stack) };
    known.set(error, fault);
    tell(fault);
    return fault;
  };
  return {
    report,
    contain(where, work) {
      try {
        work();
      } catch (error) {
        report(where, error);
      }
    },
  };
}

function tellOnStandardError(fault: Fault): void {
  console.error(JSON.stringify({ fault: 'The sandbox itself failed', ...fault }));
}

/** Tokens, keys, signatures and passwords in an error's text are long or random; no word of ours is that long. */
function withoutSecrets(message: string): string {
  return message.replaceAll(/[\w+/=.~-]{24,}/g, '[…]').slice(0, 500);
}

/** The lines of a stack that name a place; those before repeat the message. */
function placesIn(stack: string): string[] {
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return places.slice(0, 10).map((line) => line.trim());
}
