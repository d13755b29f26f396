import type { LockOutStep } from '../../operations/lock-out-steps.js';

const DONE: Readonly<Record<LockOutStep['step'], string>> = {
  mark: 'marked as revoked: POST answers 403',
  disable: 'disabled: no sign-in any more',
  'sign-out': 'signed out everywhere',
  list: 'identities listed',
  deny: 'denied everything',
  disconnect: 'disconnected',
  watch: 'watched',
  log: 'looked up in the log of AWS IoT',
  lift: 'denied nothing any more',
  enable: 'enabled: may sign in',
  unmark: 'no longer marked as revoked',
};

/** A step as people are told of it. */
export function stepLine({ step, of, detail, error }: LockOutStep): string {
  if (error !== undefined) return `${of}: NOT ${DONE[step]} (${error.code}: ${error.message})`;
  return `${of}: ${DONE[step]}${detail === undefined ? '' : `, ${detail}`}`;
}

/** One line of JSON: who has done what to whom, and when. */
export interface AuditEntry {
  readonly event: 'access-revoked' | 'access-restored';
  /** ARN of the operator. */
  readonly by: string;
  readonly user?: string | undefined;
  readonly userPoolId: string;
  readonly identityIds: readonly string[];
  readonly disconnected?: readonly string[];
  readonly reason?: string | undefined;
  readonly failed: readonly LockOutStep[];
}

export function auditLine(entry: AuditEntry, now: number): string {
  const { event, failed, ...rest } = entry;
  const undone = failed.map(({ step, of, error }) => ({ step, of, code: error?.code }));
  return JSON.stringify({
    event,
    at: new Date(now).toISOString(),
    ...rest,
    complete: failed.length === 0,
    failed: undone,
  });
}
