import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * jest's global set-up. What all tests share is made before they begin if all of them run; otherwise the first test
 * that asks for it makes it, so that a test of its own starts at once. Either way it is kept until a source changes.
 */
export default function prepareOnce({ testPathPatterns, onlyChanged }) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // Holds for the tests, too: CDK's own validation takes longer than all the rest, and runs with every `cdk synth`.
  process.env.CDK_VALIDATION = 'false';
  const few = onlyChanged || testPathPatterns.patterns.length > 0;
  if (few) return;
  const repository = join(import.meta.dirname, '../..');
  execFileSync(process.execPath, ['--import', 'tsx', 'test/support/make-shared.ts'], {
    cwd: repository,
    stdio: 'inherit',
  });
}
