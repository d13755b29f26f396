import { countTargets, detachAll } from '../../operations/detach-all.js';
import type { IotPolicies } from '../../operations/iot-policies.js';
import type { Time } from '../../operations/time.js';

/** Waiting takes no time. */
function simulatedTime(): Time {
  let now = 0;
  return {
    now: () => now,
    async wait(milliseconds) {
      now += milliseconds;
    },
  };
}

/** @param detach what AWS does with a detach: the target goes, comes back at once, or the call fails */
function policiesOf(targets: Set<string>, detach: (target: string) => void): IotPolicies {
  return {
    isTagged: async () => false,
    exists: async () => true,
    async *targets() {
      yield [...targets];
    },
    detach: async (_, target) => detach(target),
    attach: async () => undefined,
  };
}

const signal = new AbortController().signal;

it('ends where AWS lists nobody any more', async () => {
  const targets = new Set(['a', 'b']);
  const policies = policiesOf(targets, (target) => targets.delete(target));
  expect(await countTargets(policies, 'P')).toBe(2);
  const told: number[] = [];
  const result = await detachAll('P', { policies, time: simulatedTime(), signal }, (done) => told.push(done));
  expect(result).toEqual({ policyName: 'P', detached: 2, complete: true });
  expect(told).toEqual([1, 2]);
});

it('says so where apps have the policy attached again and again, in place of going on forever', async () => {
  const policies = policiesOf(new Set(['a']), () => undefined);
  await expect(detachAll('P', { policies, time: simulatedTime(), signal }, () => undefined)).rejects.toMatchObject({
    code: 'StillAttached',
    message: expect.stringContaining('--reserved-concurrent-executions 0'),
  });
});

it('names a target that AWS refuses for good, after the others are done', async () => {
  const targets = new Set(['bad', 'good']);
  const policies = policiesOf(targets, (target) => {
    if (target === 'bad') throw Object.assign(new Error('Invalid target'), { name: 'InvalidRequestException' });
    targets.delete(target);
  });
  await expect(detachAll('P', { policies, time: simulatedTime(), signal }, () => undefined)).rejects.toMatchObject({
    code: 'TargetsRefused',
    message: expect.stringMatching(/from 1 targets, such as bad \(InvalidRequestException: Invalid target\)/),
  });
  expect([...targets]).toEqual(['bad']);
});

it('begins nothing once it is stopped', async () => {
  const targets = new Set(['a']);
  const policies = policiesOf(targets, (target) => targets.delete(target));
  const result = await detachAll(
    'P',
    { policies, time: simulatedTime(), signal: AbortSignal.abort() },
    () => undefined,
  );
  expect(result).toEqual({ policyName: 'P', detached: 0, complete: false });
});
