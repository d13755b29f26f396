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
export function isLeantOn(type: string): boolean {
  return type.startsWith('AWS::Cognito::') || type === 'AWS::IoT::Policy';
}

/**
 * Resolves as `resolve` does, but nothing that rests on what a custom resource would have made.
 *
 * @param by the resource that rests on it: `AWS::Cognito::UserPool Users`
 */
export function refuseMadeUp(
  resolve: (value: unknown) => unknown,
  uses: MadeUpUses,
  by: string,
): (value: unknown) => unknown {
  return (value) => {
    const { result, first } = uses.during(() => resolve(value));
    if (first === undefined) return result;
    throw new UnsupportedError(
      `${first.what}, on which ${by} rests (give its value: --attribute ${first.key}=<value>)`,
    );
  };
}
