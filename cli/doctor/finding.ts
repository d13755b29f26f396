import type { Answer } from './answer.js';
import type { Fault } from './faults.js';

/** What one check says. */
export interface Finding {
  /** `attached-policies`. */
  readonly check: string;
  /** `unknown`: it could not be looked at, and the text says why. */
  readonly state: 'ok' | 'bad' | 'unknown';
  readonly text: string;
  /** What is wrong, where something is. */
  readonly fault?: Fault;
}

/** Says of facts what is right or wrong; it asks nobody. */
export type Verdict =
  | { readonly ok: string }
  | { readonly bad: Fault; readonly text: string }
  | { readonly unknown: string };

export function finding(check: string, verdict: Verdict): Finding {
  if ('ok' in verdict) return { check, state: 'ok', text: verdict.ok };
  if ('unknown' in verdict) return { check, state: 'unknown', text: verdict.unknown };
  return { check, state: 'bad', text: verdict.text, fault: verdict.bad };
}

/** The verdict over what is known; what is not stays unknown. */
export function judged<T>(answer: Answer<T>, judge: (known: T) => Verdict): Verdict {
  return 'unknown' in answer ? answer : judge(answer.known);
}
