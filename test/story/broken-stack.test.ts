import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { StepResult } from '../../journey/journey.js';
import { type EditableTemplate, removeAction, withEditedAssembly } from '../support/synthesized-assembly.js';

const repository = join(import.meta.dirname, '../..');

describe('npm start -- --once on a stack that was broken', () => {
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
  ] as const)(
    'without $broken fails at $step and exits with 1',
    async ({ type, action, step, code, words }) => {
      const broken = (template: EditableTemplate) => removeAction(template, type, action);
      const { exitCode, results } = await withEditedAssembly(broken, runOnce);
      const first = results.find(({ ok }) => !ok);
      expect(first).toMatchObject({ step, detail: { code } });
      expect(`${first?.detail.message} ${first?.detail.because}`).toMatch(words);
      expect(exitCode).toBe(1);
    },
    30_000,
  );
});

function runOnce(folder: string): Promise<{ exitCode: number; results: StepResult[] }> {
  const start = ['--import', 'tsx', 'sandbox/start.ts', '--once', '--json', '--assembly', folder];
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
