import type { Answer } from './answer.js';

/** What came of one question. */
export type Told =
  | { readonly answer: Answer }
  /** Why it was not asked: nothing follows from it. */
  | { readonly notAsked: string }
  /** It was asked, and something else went wrong. */
  | { readonly failed: string };

/** A run, without anything by which an account could be known. */
export interface Report {
  readonly format: 1;
  readonly asked: 'aws' | 'sandbox';
  /** The day of the run; recorded expectations have none. */
  readonly day?: string;
  readonly answers: Readonly<Record<string, Told>>;
  /** Milliseconds that a question has measured, by its ID: told, and not compared. */
  readonly measured?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Where two reports part. */
export interface Difference {
  readonly id: string;
  readonly one: Told | undefined;
  readonly other: Told | undefined;
}

/**
 * Where two reports answer otherwise, or one failed to ask. What one of them did not ask is no difference.
 */
export function differences(one: Report, other: Report): Difference[] {
  const ids = [...new Set([...Object.keys(one.answers), ...Object.keys(other.answers)])];
  return ids
    .map((id) => ({ id, one: one.answers[id], other: other.answers[id] }))
    .filter(({ one, other }) => hasFailed(one) || hasFailed(other) || part(one, other));
}

function hasFailed(told: Told | undefined): boolean {
  return told !== undefined && 'failed' in told;
}

function part(one: Told | undefined, other: Told | undefined): boolean {
  if (one === undefined || other === undefined || !('answer' in one) || !('answer' in other)) return false;
  return canonical(one.answer) !== canonical(other.answer);
}

/** The order of an object's names says nothing. */
function canonical(answer: Answer): string {
  return JSON.stringify(answer, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** @throws Error that says what is wrong with it */
export function parseReport(text: string, file: string): Report {
  const wrong = (why: string) => new Error(`${file} is no report of \`cognito-iot conformance --report\`: ${why}`);
  let found: Partial<Report>;
  try {
    found = JSON.parse(text) as Partial<Report>;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  if (found?.format !== 1) throw wrong('its "format" is not 1, the only one that this version knows');
  if (typeof found.answers !== 'object' || found.answers === null) throw wrong('it has no "answers"');
  return found as Report;
}
