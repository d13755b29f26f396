import { asRefusal, JourneyError } from './refusal.js';

/** An error of the broker names no topic, so whoever tries something says what. */
export async function about(what: string, attempt: Promise<unknown>): Promise<void> {
  try {
    await attempt;
  } catch (thrown) {
    const error = asRefusal(thrown);
    if (!(error instanceof JourneyError)) throw error;
    throw new JourneyError(error.name, `${error.message} That was on ${what}.`);
  }
}
