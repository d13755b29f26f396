import type { Sandbox } from '../../sandbox/sandbox.js';

/** The ID of the nth. */
export const pooledIdentity = (n: number) => `us-east-1:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/**
 * Puts identities into the identity pool at once, where signing in would take minutes: those of users of the user pool,
 * or guests.
 */
export async function putIdentities(sandbox: Sandbox, numbers: readonly number[], guests = false): Promise<void> {
  const { IdentityPoolId: identityPoolId, UserPoolId } = sandbox.outputs;
  const provider = `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`;
  const { tables, ...rest } = sandbox.snapshot();
  const now = sandbox.clock.now();
  const made = numbers.map((n): [string, unknown] => [
    pooledIdentity(n),
    {
      identityId: pooledIdentity(n),
      identityPoolId,
      logins: guests ? {} : { [provider]: `sub-${n}` },
      createdAt: now,
      updatedAt: now,
    },
  ]);
  const name = Object.keys(tables).find((one) => one.endsWith('identities')) ?? '';
  await sandbox.restore({ ...rest, tables: { ...tables, [name]: [...(tables[name] ?? []), ...made] } });
}

export const range = (count: number, from = 0) => Array.from({ length: count }, (_, n) => n + from);
