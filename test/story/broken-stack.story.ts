import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import { runningSandbox } from '../support/running-sandbox.js';
import {
  type EditableTemplate,
  removeAction,
  synthesizedAssembly,
  withEditedAssembly,
} from '../support/synthesized-assembly.js';

const repository = join(import.meta.dirname, '../..');

describe('a stack that was broken', () => {
  it.each([
    {
      broken: 'the grant of execute-api:Invoke',
      type: 'AWS::IAM::Policy',
      action: 'execute-api:Invoke',
      step: 'attach',
      code: 'AccessDeniedException',
      words: /is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}3333:/,
    },
    {
      broken: "iot:AttachPolicy of the function's role",
      type: 'AWS::IAM::Policy',
      action: 'iot:AttachPolicy',
      step: 'attach',
      code: 'AttachForbidden',
      words: /iot:AttachPolicy on us-east-1:[0-9a-f-]+ was refused\. IAM role: no statement allows it/,
    },
    {
      broken: 'iot:Connect of the IoT policy',
      type: 'AWS::IoT::Policy',
      action: 'iot:Connect',
      step: 'connect',
      code: 'SocketClosed',
      words: /iot:Connect on arn:aws:iot:.*:client\/.* was refused\. IoT policy: no statement allows it/,
    },
  ] as const)('fails without $broken at $step', async ({ type, action, step, code, words }) => {
    const assembly = synthesizedAssembly((template) => removeAction(template, type, action));
    const sandbox = await runningSandbox({ assembly });
    const results: StepResult[] = [];
    try {
      expect(await walkJourney(sandboxTarget(sandbox), (result) => results.push(result))).toBe(false);
    } finally {
      await sandbox.stop();
    }
    const first = results.find(({ ok }) => !ok);
    expect(first).toMatchObject({ step, detail: { code } });
    expect(`${first?.detail.message} ${first?.detail.because}`).toMatch(words);
  });

  it('makes npm start -- --once exit with 1, and say at which step', async () => {
    const withoutGrant = (template: EditableTemplate) =>
      removeAction(template, 'AWS::IAM::Policy', 'execute-api:Invoke');
    const { exitCode, results } = await withEditedAssembly(withoutGrant, runOnce);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ step: 'attach', detail: { code: 'AccessDeniedException' } });
    expect(exitCode).toBe(1);
  });
});

function runOnce(folder: string): Promise<{ exitCode: number; results: StepResult[] }> {
  const start = ['--import', 'tsx', 'cli/start.ts', '--once', '--json', '--assembly', folder];
  return new Promise((resolve) => {
    execFile(process.execPath, start, { cwd: repository }, (error, stdout) => {
      const results = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as StepResult);
      resolve({ exitCode: Number(error?.code ?? 0), results });
    });
  });
}
