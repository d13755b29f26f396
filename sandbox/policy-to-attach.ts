import type { AsOperator } from './operator-calls.js';

/** @see Sandbox.policyToAttach */
export async function policyToAttach(asOperator: AsOperator): Promise<string> {
  const { policies } = (await asOperator('iot:ListPolicies', {})) as {
    readonly policies: readonly { readonly policyName: string }[];
  };
  const documents = policies.map(({ policyName }) => asOperator('iot:GetPolicy', { policyName }));
  const allowing = (await Promise.all(documents)).filter(allows).map(({ policyName }) => String(policyName));
  const [first, second] = allowing;
  if (first !== undefined && second === undefined) return first;
  const those = allowing.length > 0 ? `there are ${allowing.join(', ')}` : 'there is none';
  throw new Error(
    `the stack does not have exactly one IoT policy that allows anything (${those}): name the one to attach`,
  );
}

/** One that only denies is for who is locked out. */
function allows({ policyDocument }: Readonly<Record<string, unknown>>): boolean {
  const { Statement } = JSON.parse(String(policyDocument)) as { readonly Statement: unknown };
  return [Statement].flat().some((one) => (one as { readonly Effect?: unknown }).Effect === 'Allow');
}
