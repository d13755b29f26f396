import type { JourneyTarget } from './target.js';

/** A refusal that was wanted: who refused, and in which words. */
export interface Refusal {
  readonly [key: string]: unknown;
  readonly refused: string;
  readonly message: string;
}

/** A step went otherwise than it should. */
export class JourneyError extends Error {
  readonly status: number | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/**
 * Passes if the attempt fails with one of these error names.
 *
 * @param what the attempt, in words that begin a sentence: `Publishing to a/b`
 * @throws JourneyError `NotRefused` if it succeeds; the attempt's own error if it fails otherwise
 */
export async function expectRefusal(
  what: string,
  attempt: Promise<unknown>,
  names: readonly string[],
): Promise<Refusal> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof Error) || !names.includes(error.name)) throw error;
    return { refused: error.name, message: error.message };
  }
  throw new JourneyError('NotRefused', `${what} should have been refused with ${names.join(' or ')}, and was not.`);
}

/**
 * As `expectRefusal`; and a policy must have refused, since a closed socket alone may as well be a quota or a crash.
 *
 * @throws JourneyError `NotByPolicy` if none did
 */
export async function expectPolicyRefusal(
  target: JourneyTarget,
  what: string,
  attempt: () => Promise<unknown>,
  names: readonly string[],
): Promise<Refusal> {
  const before = await target.decisionNumber();
  const refusal = await expectRefusal(what, attempt(), names);
  const because = await target.refusalSince(before);
  if (because === undefined) {
    throw new JourneyError('NotByPolicy', `${what} failed (${refusal.message}), but no policy refused it.`);
  }
  return { ...refusal, because };
}
