import { tmpdir } from 'node:os';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { counted, ended, startConformance } from '../support/conformance-command.js';
import { runningSandbox } from '../support/running-sandbox.js';

let usual: Sandbox;
beforeAll(async () => {
  usual = await runningSandbox();
}, 60_000);
afterAll(() => usual.stop());

const start = (args: readonly string[]) => startConformance(args, tmpdir());

/** Milliseconds after its first answer: within a question that makes a user, a policy, or eleven. */
it.each([
  ['SIGINT', 0],
  ['SIGINT', 60],
  ['SIGINT', 250],
  ['SIGINT', 700],
  ['SIGINT', 1500],
  ['SIGTERM', 400],
] as const)('after %s, %d ms after the first answer, nothing stays behind', async (signal, after) => {
  const before = await counted(usual);
  const child = start(['--sandbox', usual.url, '--only', 'attach', '--only', 'retained', '--only', 'edit']);
  child.stdout?.once('data', () => setTimeout(() => child.kill(signal), after));
  const { code, err } = await ended(child);
  expect(err).toMatch(/^removes what was made: [1-9]\d* things$/m);
  expect(err).toMatch(/^interrupted: /m);
  expect(code).toBe(1);
  expect(await counted(usual)).toEqual(before);
});

it('a second Ctrl-C ends it at once, and says how to remove the rest by hand', async () => {
  const own = await runningSandbox();
  await fetch(`${own.url}/_sandbox/delays`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation: 'iot:DeletePolicy', milliseconds: 20_000 }),
  });
  const child = start(['--sandbox', own.url, '--only', 'attach-eleventh', '--only', 'attach-twice']);
  child.stdout?.once('data', () => child.kill('SIGINT'));
  child.stderr?.on('data', (said) => {
    if (String(said).includes('removes what was made')) setTimeout(() => child.kill('SIGINT'), 300);
  });
  const { code, err } = await ended(child);
  await own.stop();
  expect(code).toBe(130);
  expect(err).toMatch(/^Left behind, unless it is gone already; by hand:$/m);
  expect(err).toMatch(/^ {2}aws cognito-idp admin-delete-user --user-pool-id /m);
});
