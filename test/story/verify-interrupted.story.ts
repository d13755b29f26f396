import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { BegunStep } from '../../journey/journey.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startCommand } from '../support/run-command.js';
import { type VerifiedStack, verifiedAssembly, verifiedSandbox, whatThereIs } from './verify-sandbox.js';

jest.setTimeout(300_000);

/** Milliseconds of each call, so that Ctrl-C comes in the midst of one. */
const SLOW = 60;
const CALLS = [
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminSetUserPassword',
  'cognito-idp:AdminAddUserToGroup',
  'cognito-idp:InitiateAuth',
  'cognito-idp:RespondToAuthChallenge',
  'cognito-identity:GetId',
  'cognito-identity:GetCredentialsForIdentity',
  'execute-api:Invoke',
  'iot:AttachPolicy',
  'iot:ListAttachedPolicies',
  'iot:CreateThing',
  'iot:CreatePolicy',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

interface Interrupted {
  readonly begun: BegunStep;
  readonly code: number | undefined;
  readonly verdict: string;
  readonly left: readonly unknown[];
  readonly before: object;
  readonly after: object;
}

/** Walks once to the end, then again and again, and interrupts each step that was begun by SIGINT. */
async function interruptEachStep(stack: VerifiedStack, wanted: (step: BegunStep) => boolean): Promise<Interrupted[]> {
  const sandboxes = await Promise.all([verifiedSandbox(stack), verifiedSandbox(stack), verifiedSandbox(stack)]);
  try {
    const steps = (await walk(sandboxes[0] as Sandbox, stack)).begun.filter(wanted);
    for (const { guard } of sandboxes) for (const call of CALLS) guard.setDelay(call, SLOW);
    const results: Interrupted[] = [];
    // Each in a sandbox of its own, so that what is left can be counted.
    const work = async (sandbox: Sandbox) => {
      for (let next = steps.shift(); next !== undefined; next = steps.shift()) {
        const before = await whatThereIs(sandbox);
        const { lines, code } = await walk(sandbox, stack, next);
        results.push({
          begun: next,
          code,
          ...(lines.at(-1) as Pick<Interrupted, 'verdict' | 'left'>),
          before,
          after: await whatThereIs(sandbox),
        });
      }
    };
    await Promise.all(sandboxes.map(work));
    return results;
  } finally {
    for (const sandbox of sandboxes) await sandbox.stop();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: lines of many kinds
type Line = Record<string, any>;

async function walk(sandbox: Sandbox, stack: VerifiedStack, until?: BegunStep) {
  const args = ['verify', '--json', '--sandbox', sandbox.url, '--assembly', verifiedAssembly(stack)];
  const { child, ended } = startCommand(args, tmpdir());
  const lines: Line[] = [];
  if (child.stdout === null) throw new Error('no output');
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (line.event !== 'begin' || until === undefined) return;
    if (line.detail.step === until.step && line.detail.who === until.who) child.kill('SIGINT');
  });
  const { code } = await ended;
  const begun = lines.filter(({ event }) => event === 'begin').map(({ detail }) => detail as BegunStep);
  return { code, lines, begun };
}

describe.each<[VerifiedStack, (step: BegunStep) => boolean, number]>([
  ['default stack', () => true, 20],
  // What they have besides.
  [
    'stack with groups and guests',
    ({ step, who }) => who !== undefined && /^(sign-up|sign-in|identity|attach|connect|publish-own)$/.test(step),
    9,
  ],
  ['stack with a directory and devices', ({ step }) => /^(attach$|spoof|device|grant|ungrant)/.test(step), 7],
])('Ctrl-C in each step: %s', (stack, wanted, atLeast) => {
  let results: readonly Interrupted[];
  beforeAll(async () => {
    results = await interruptEachStep(stack, wanted);
  }, 300_000);

  it('is tried in every step', () => {
    expect(results.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('ends the walk with 1, removes all, and leaves nothing behind', () => {
    const told = results.map(({ begun, code, verdict, left, before, after }) => ({
      begun,
      code,
      verdict,
      left,
      after,
      before,
    }));
    expect(told).toEqual(
      results.map(({ begun, before }) => ({ begun, code: 1, verdict: 'interrupted', left: [], after: before, before })),
    );
  });
});
