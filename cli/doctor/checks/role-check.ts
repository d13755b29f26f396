import { providerOfIdentity } from '../../../contract/cognito-identity.js';
import type { Facts, Role } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether the role is there, and trusts the identity pool. */
export function roleCheck({
  role,
  identity,
  outputs,
}: Pick<Facts, 'role' | 'identity' | 'outputs'>): Verdict | undefined {
  if (role === undefined) return undefined;
  const logins = identity !== undefined && 'known' in identity ? (identity.known?.logins ?? []) : [];
  // What the token of the identity pool says of how one has signed in.
  const methods = logins.length === 0 ? ['unauthenticated'] : ['authenticated', ...logins];
  return judged(role, (found) => {
    const { arn, exists, boundary, group } = found;
    if (!exists) return { bad: 'RoleGone', text: `${arn} is not there` };
    const pool = outputs.IdentityPoolId ?? '';
    if (!trusts(found, pool, methods)) {
      return { bad: 'TrustRefuses', text: `the trust policy of ${arn} does not take ${pool}` };
    }
    const bounded = boundary === undefined ? '' : `, bounded by ${boundary}`;
    return { ok: `${arn}${group === undefined ? '' : ` of group ${group}`}${bounded}` };
  });
}

interface TrustStatement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: { readonly Federated?: string | readonly string[] };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** By a statement as CDK and Cognito write it; one that says it in other words is taken for a refusal to be looked at. */
function trusts({ trust }: Role, pool: string, methods: readonly string[]): boolean {
  const { Statement = [] } = (trust ?? {}) as { readonly Statement?: TrustStatement | readonly TrustStatement[] };
  const provider = providerOfIdentity(pool);
  return [Statement].flat().some(({ Effect, Action, Principal, Condition = {} }: TrustStatement) => {
    const tests = Object.values(Condition).flatMap((keys) => Object.entries(keys));
    const holds = (key: string, values: readonly string[]) =>
      tests
        .filter(([name]) => name === `${provider}:${key}`)
        .every(([, allowed]) => [allowed].flat().some((one) => values.some((value) => matches(one, value))));
    return (
      Effect === 'Allow' &&
      [Action ?? []].flat().includes('sts:AssumeRoleWithWebIdentity') &&
      [Principal?.Federated ?? []].flat().includes(provider) &&
      holds('aud', [pool]) &&
      holds('amr', methods)
    );
  });
}

function matches(pattern: string, value: string): boolean {
  return pattern === value || (pattern.endsWith('*') && value.startsWith(pattern.slice(0, -1)));
}
