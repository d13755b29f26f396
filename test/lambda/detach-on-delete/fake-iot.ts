import type { IoTClient } from '@aws-sdk/client-iot';
import { createHandlers } from '../../../lambda/detach-on-delete/handlers.js';
import { createProviderFramework } from './provider-framework.js';
import { createSimulatedStack } from './simulated-stack.js';

export const identity = (n: number) => `eu-west-1:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const identities = (count: number) => Array.from({ length: count }, (_, n) => identity(n));
/** As AWS lists it. */
export const listed = (n: number) => `111122223333:${identity(n)}`;

export interface Call {
  readonly name: 'ListTargetsForPolicy' | 'ListTagsForResource' | 'AttachPolicy' | 'DetachPolicy';
  readonly policyName: string;
  readonly target: string;
  /** Milliseconds since the beginning. */
  readonly at: number;
}

export interface FakeIotProps {
  /** Milliseconds that Lambda lets a function run. @default five minutes, as deployed */
  readonly lambdaTimeout?: number;
  /** Milliseconds that AWS takes for each page of targets. @default 0 */
  readonly latency?: number;
  /** Answers to CloudFormation that get lost. @default none */
  readonly lostAnswers?: number;
  /** Asked before each call: an error to fail with, or 'ignored' to succeed without effect. */
  readonly answer?: (call: Call) => Error | 'ignored' | undefined;
}

/** AWS IoT as far as teardown asks it, in memory, behind CDK's framework and our handlers; time passes by waiting. */
export function createFakeIot(props: FakeIotProps = {}) {
  const { lambdaTimeout = 300_000, lostAnswers = 0, latency = 0, answer = () => undefined } = props;
  const start = 1_800_000_000_000;
  let now = start;
  const policies = new Map<string, Set<string>>();
  const tagged = new Set<string>();
  const calls: Call[] = [];
  const lines: object[] = [];

  const targetsOf = (name: string) => policies.get(name) ?? fail(awsError('ResourceNotFoundException'));
  const operations = {
    ListTargetsForPolicy({ policyName, marker, pageSize }: { policyName: string; marker?: string; pageSize: number }) {
      const all = [...targetsOf(policyName)];
      const end = Number(marker ?? 0) + pageSize;
      const page = all.slice(end - pageSize, end);
      const targets = page.map((one) => (one.startsWith('arn:') ? one : `111122223333:${one}`));
      return { targets, ...(end < all.length && { nextMarker: String(end) }) };
    },
    ListTagsForResource({ policyName }: { policyName: string }) {
      targetsOf(policyName);
      return { tags: tagged.has(policyName) ? [{ Key: 'detach-on-delete', Value: 'true' }] : [] };
    },
    AttachPolicy: ({ policyName, target }: Call) => void targetsOf(policyName).add(target),
    DetachPolicy: ({ policyName, target }: Call) => void targetsOf(policyName).delete(target),
  };
  const sendToIot = async (command: { input: { resourceArn?: string; policyName?: string; target?: string } }) => {
    const name = command.constructor.name.replace('Command', '') as Call['name'];
    const { resourceArn = '', policyName = resourceArn.split('/').at(-1) ?? '', target = '' } = command.input;
    const call = { name, policyName, target, at: now - start };
    calls.push(call);
    if (name === 'ListTargetsForPolicy') now += latency;
    const told = answer(call);
    if (told instanceof Error) throw told;
    return told === 'ignored' ? {} : operations[name]({ ...command.input, policyName } as never);
  };
  const time = {
    now: () => now,
    async wait(milliseconds: number) {
      now += milliseconds;
    },
  };
  const log = (line: object) => void lines.push(line);
  const iot = { send: sendToIot as IoTClient['send'] };
  const handlers = createHandlers({ iot, time, console: { info: log, error: log }, logGroupName: 'my-logs' });

  return {
    /** CloudFormation's requests. */
    stack: createSimulatedStack(createProviderFramework({ handlers, time, lambdaTimeout, lostAnswers })),
    /** A policy that is to be detached before it is deleted. */
    policy(name: string, targets: readonly string[]) {
      policies.set(name, new Set(targets));
      tagged.add(name);
    },
    untag: (name: string) => tagged.delete(name),
    targets: (name: string) => [...(policies.get(name) ?? [])],
    attach: (name: string, target: string) => policies.get(name)?.add(target),
    /** Milliseconds since the beginning. */
    passed: () => now - start,
    /** What our functions logged. */
    lines,
    calls,
    /** Targets given to DetachPolicy, in order. */
    detached: () => calls.filter(({ name }) => name === 'DetachPolicy').map(({ target }) => target),
  };
}

/** Anything that AWS IoT answers with. */
export function awsError(name: string, message = 'of the fake'): Error {
  return Object.assign(new Error(message), { name });
}

function fail(error: Error): never {
  throw error;
}
