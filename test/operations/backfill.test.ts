import { type BackfillProps, backfill } from '../../operations/backfill.js';
import { type BackfillState, firstState } from '../../operations/backfill-state.js';
import type { IdentityPage, IdentityPool } from '../../operations/identity-pages.js';
import type { IotPolicies } from '../../operations/iot-policies.js';
import type { Recorded } from '../../operations/recorded-identity.js';
import type { Time } from '../../operations/time.js';

const named = (name: string, message = name) => Object.assign(new Error(message), { name });
/** Waiting takes no time. */
const time: Time = { now: () => 0, wait: async () => undefined };

/** Pages of two, whose tokens are their numbers. */
function poolOf(names: readonly string[], refuseToken = false): IdentityPool {
  const page = (number: number): IdentityPage => ({
    token: number === 0 ? undefined : String(number),
    identities: names
      .slice(number * 2, number * 2 + 2)
      .map((identityId) => ({ identityId, hasLogin: async () => !identityId.startsWith('guest') })),
  });
  return {
    logins: async () => [],
    async *pages(token) {
      if (token !== undefined && refuseToken) throw named('InvalidParameterException');
      for (let number = Number(token ?? 0); number * 2 < names.length; number += 1) yield page(number);
    },
  };
}

/** @param refuse the error of an attach, if any */
function iotOf(refuse: (target: string) => Error | undefined = () => undefined) {
  const calls: string[] = [];
  const attached = new Set<string>();
  const policies: IotPolicies = {
    isTagged: async () => false,
    exists: async () => true,
    async *targets(policyName) {
      yield policyName === 'P' ? [...attached] : [];
    },
    async attach(_, target) {
      calls.push(`attach ${target}`);
      const error = refuse(target);
      if (error) throw error;
      attached.add(target);
    },
    async detach(_, target) {
      calls.push(`detach ${target}`);
      attached.delete(target);
    },
  };
  return { policies, calls, attached };
}

function propsOf(pool: IdentityPool, policies: IotPolicies, more: Partial<BackfillProps> = {}): BackfillProps {
  const signal = new AbortController().signal;
  const none = { revokedPolicyName: 'Deny', recorded: undefined, dryRun: false, save: () => undefined };
  return { pool, policies, policyName: 'P', time, signal, ...none, ...more };
}
const begin = (total: number) => firstState('pool', 'P', total);

it('goes on with the rest of the page that was under way, and not with the pages before', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { policies, calls } = iotOf();
  const saved: BackfillState[] = [];
  await backfill(propsOf(poolOf(names), policies, { save: (state) => saved.push(state) }), begin(5));
  // As if it had been killed at any moment: whatever was saved last is gone on from.
  for (const state of saved) {
    const again = iotOf();
    const { state: end } = await backfill(propsOf(poolOf(names), again.policies), state);
    const { attached } = state.counts;
    expect(again.calls).toEqual(calls.slice(attached));
    expect(end.counts.attached).toBe(5);
  }
});

it('begins anew where AWS no longer takes the token, and calls nobody who was attached', async () => {
  const { policies, calls, attached } = iotOf();
  for (const name of ['a', 'b', 'c']) attached.add(name);
  const state = { ...begin(4), token: '1', done: ['c'], counts: { ...begin(4).counts, attached: 3 } };
  const result = await backfill(propsOf(poolOf(['a', 'b', 'c', 'd'], true), policies), state);
  expect(calls).toEqual(['attach d']);
  expect(result.state.counts).toMatchObject({ attached: 1, already: 3 });
});

it('takes the policy off again from whoever has left, or was revoked, while it was attached', async () => {
  const { policies, calls, attached } = iotOf();
  const answers: Record<string, Recorded[]> = {
    a: ['present', 'left'],
    b: ['present', 'revoked'],
    c: ['present', 'present'],
  };
  const recorded = async (name: string): Promise<Recorded> => answers[name]?.shift() ?? 'unrecorded';
  const { state } = await backfill(propsOf(poolOf(['a', 'b', 'c']), policies, { recorded }), begin(3));
  expect(calls.filter((call) => call.startsWith('detach')).sort()).toEqual(['detach a', 'detach b']);
  expect([...attached]).toEqual(['c']);
  expect(state.counts).toMatchObject({ attached: 1, left: 1, revoked: 1 });
});

it('tries again what was throttled for longer than the SDK tries', async () => {
  let left = 3;
  const { policies } = iotOf((target) => (target === 'a' && left-- > 0 ? named('ThrottlingException') : undefined));
  const { state, complete } = await backfill(propsOf(poolOf(['a', 'b']), policies), begin(2));
  expect({ complete, attached: state.counts.attached }).toEqual({ complete: true, attached: 2 });
});

it.each([
  ['a policy that is not there', 'ResourceNotFoundException', 'PolicyNotFound'],
  ['credentials that are refused', 'AccessDeniedException', 'AccessDeniedException'],
  ['an AWS that answers nobody for minutes', 'ServiceUnavailableException', 'ServiceUnavailableException'],
])('ends at %s, with nobody marked as done', async (_, name, code) => {
  const saved: BackfillState[] = [];
  const { policies } = iotOf(() => named(name));
  const run = backfill(propsOf(poolOf(['a', 'b']), policies, { save: (state) => saved.push(state) }), begin(2));
  const error = await run.catch((thrown: Error & { code?: string }) => thrown);
  expect('name' in error && (error.code ?? error.name)).toBe(code);
  expect(saved.at(-1)?.done).toEqual([]);
});

it('goes on past an identity with ten policies, and names it', async () => {
  const { policies } = iotOf((target) => (target === 'a' ? named('LimitExceededException', 'ten') : undefined));
  const { state } = await backfill(propsOf(poolOf(['a', 'b', 'guest']), policies), begin(3));
  expect(state.failed).toEqual([{ identityId: 'a', error: 'LimitExceededException: ten' }]);
  expect(state.counts).toMatchObject({ attached: 1, guests: 1 });
});
