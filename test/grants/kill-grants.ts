import { grantingSandbox } from './granting-sandbox.js';
import { grantsUnderFire } from './grants-under-fire.js';

// Prints what came of it; exits with 1 if anything was lost, leaked or does not agree.
const sandbox = await grantingSandbox({
  failures: {
    'iot:CreatePolicyVersion': { code: 'ThrottlingException', rate: 0.2 },
    'iot:AttachPolicy': { code: 'ThrottlingException', rate: 0.2 },
    'dynamodb:PutItem': { code: 'ThrottlingException', rate: 0.1 },
    'dynamodb:Query': { code: 'ThrottlingException', rate: 0.1 },
  },
});
try {
  const result = await grantsUnderFire(sandbox, Number(process.argv[2] ?? 50));
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  const { lost, leaked, disagreements } = result;
  process.exitCode = lost.length + leaked.length + disagreements.length === 0 ? 0 : 1;
} finally {
  await sandbox.stop();
}
