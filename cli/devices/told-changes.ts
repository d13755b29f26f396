import type { Change } from '../../grants/index.js';

/** A change as people are told of it. */
export interface ToldChange extends Pick<Change, 'user' | 'device' | 'changed' | 'policyName'> {
  readonly what: 'granted' | 'revoked';
  /** How many identities of the user it counts for at once. */
  readonly identities: number;
  /** Not done, only planned. */
  readonly dryRun: boolean;
}

export function toldChange({ user, device, changed, policyName, what, identities, dryRun }: ToldChange): string {
  const name = device === '*' ? 'every device' : device;
  if (!changed) return `${name}: nothing to do, ${user} ${what === 'granted' ? 'has it already' : 'does not have it'}`;
  const done = `${name}: ${dryRun ? 'would be ' : ''}${what === 'granted' ? 'granted to' : 'taken from'} ${user}`;
  if (what === 'revoked') return `${done} (policy ${policyName})`;
  const counted = `${identities} ${identities === 1 ? 'identity' : 'identities'}`;
  const where = identities > 0 ? `, on ${counted}` : ', who has not been here yet: it counts from their first POST on';
  return `${done}${where} (policy ${policyName})`;
}

/** The line of the audit, which is JSON, as people are told of it; undefined for what is no change. */
export function toldAudit(line: string): string | undefined {
  const { event, identityIds, ...change } = JSON.parse(line);
  const what = { 'device-granted': 'granted' as const, 'device-revoked': 'revoked' as const }[event as string];
  return what && toldChange({ ...change, what, identities: identityIds, dryRun: false });
}
