import { UnsupportedError } from '../base/errors.js';

/** A value that was made up for what a custom resource would have made. */
export interface MadeUpUse {
  /** `Attr of Custom::X Logical of stack S`. */
  readonly what: string;
  /** As `--attribute` names it. */
  readonly key: string;
}

/** Which values of custom resources are made up while something is worked out. */
export interface MadeUpUses {
  note(use: MadeUpUse): void;
  /** The first that was noted while `work` ran. */
  during<T>(work: () => T): { readonly result: T; readonly first: MadeUpUse | undefined };
}

export function createMadeUpUses(): MadeUpUses {
  const uses: MadeUpUse[] = [];
  return {
    note: (use) => void uses.push(use),
    during(work) {
      const before = uses.length;
      const result = work();
      return { result, first: uses[before] };
    },
  };
}

/** Who signs in, and what the IoT policies say, decides what there is to be tried: nothing of it may be made up. */
function isLeantOn(type: string): boolean {
  return type.startsWith('AWS::Cognito::') || type === 'AWS::IoT::Policy';
}

/** A statement that denies, or takes all but what it names: with a made-up name it holds back less than on AWS. */
const HOLDS_BACK = /"Effect":"Deny"|"Not(?:Action|Resource|Principal)":|"[A-Za-z:]*Not[A-Z]\w*":\{/;

/**
 * Resolves as `resolve` does for a resource of this type, but nothing that must not rest on what a custom resource would
 * have made.
 *
 * @param by the resource that rests on it: `AWS::Cognito::UserPool Users of stack Auth`
 */
export function refuseMadeUp(
  resolve: (value: unknown) => unknown,
  uses: MadeUpUses,
  type: string,
  by: string,
): (value: unknown) => unknown {
  return (value) => {
    const { result, first } = uses.during(() => resolve(value));
    if (first === undefined) return result;
    if (isLeantOn(type) || HOLDS_BACK.test(JSON.stringify(result) ?? '')) throw resting(first, by);
    return result;
  };
}

/** What is there and what is not must not rest on such a value either. */
export function refuseMadeUpConditions(
  condition: (name: string) => boolean,
  uses: MadeUpUses,
  stack: string,
): (name: string) => boolean {
  return (name) => {
    const { result, first } = uses.during(() => condition(name));
    if (first !== undefined) throw resting(first, `the condition ${name} of stack ${stack}`);
    return result;
  };
}

function resting({ what, key }: MadeUpUse, by: string): UnsupportedError {
  return new UnsupportedError(`${what}, on which ${by} rests (give its value: --attribute ${key}=<value>)`);
}
