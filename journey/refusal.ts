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
 * @throws JourneyError `NotRefused` if it succeeds; the attempt's own error if it fails otherwise
 */
export async function expectRefusal(attempt: Promise<unknown>, names: readonly string[]): Promise<Refusal> {
  let answer: unknown;
  try {
    answer = await attempt;
  } catch (error) {
    if (!(error instanceof Error) || !names.includes(error.name)) throw error;
    return { refused: error.name, message: error.message };
  }
  const given = answer === undefined ? '' : `: ${JSON.stringify(answer)}`;
  throw new JourneyError('NotRefused', `This should have been refused with ${names.join(' or ')}, and was not${given}`);
}
