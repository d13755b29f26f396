import { keepFunctionLogs } from '../../../sandbox/lambda/kept-function-logs.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { stackWithTrialFunction } from '../api-gateway/trial-function.js';

it('says of each line when it was written, by which function, and for which request', async () => {
  const { assembly, deleteCode } = stackWithTrialFunction();
  const sandbox = await runningSandbox({ assembly });
  try {
    const { credentials } = await signedInUser(sandbox);
    const url = sandbox.outputs.AttachPolicyUrl ?? '';
    await signedFetch(url, { credentials, method: 'POST', headers: { 'x-do': 'log' } });
    // What a function writes comes on another way than what it answers.
    while (sandbox.views.functionLogs().length === 0) await new Promise(setImmediate);
    const [first] = sandbox.views.functionLogs();
    expect(first).toEqual({
      time: expect.any(Number),
      functionName: expect.stringContaining('AttachPolicy'),
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      line: expect.stringContaining('told to log'),
    });
    const shown = await fetch(`${sandbox.url}/_sandbox/function-logs`);
    expect(await shown.json()).toEqual(sandbox.views.functionLogs());
    expect(sandbox.views.logs()).toContain(first?.line);
  } finally {
    await sandbox.stop();
    deleteCode();
  }
});

it('keeps the last lines, and the beginning of a long one', () => {
  const { keep, entries } = keepFunctionLogs(() => 1);
  for (let line = 0; line <= 2000; line += 1) keep('F', String(line), undefined);
  keep('F', 'x'.repeat(10_000), 'id');
  expect(entries()).toHaveLength(2000);
  expect(entries()[0]).toEqual({ time: 1, functionName: 'F', line: '2' });
  expect(entries().at(-1)).toMatchObject({ requestId: 'id', line: `${'x'.repeat(8192)}…` });
});
