import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { IotAccessStack } from '../../lib/index.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { startCommand } from '../support/run-command.js';
import { appAssembly, settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { aroundIt, connecting, EMAIL, ofUser, type Patient, type PlantedFault } from './planted-faults.js';

jest.setTimeout(180_000);
const own = 'users/{identity}/*';
const settings = {
  directory: true,
  guests: {},
  access: {
    publish: [own, 'rooms/*'],
    subscribe: [own, 'rooms/*'],
    receive: [own, 'rooms/open/*'],
    retain: [own],
  },
  groups: [{ name: 'operators', access: { publish: ['machines/*'] } }],
};

let folder: string;
/** Of the stack as it was synthesized. */
let usual: Sandbox;
const running: Sandbox[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  // The quotas: otherwise a test would wait for AWS's ten calls a second.
  usual = await settingsSandbox(settings, { quotas: { 'iot:CreatePolicy': 1_000, 'iot:AttachPolicy': 1_000 } });
});
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
});
afterAll(async () => {
  await usual.stop();
  rmSync(folder, { recursive: true, force: true });
});

it.each([...connecting, ...aroundIt])('$fault: $title', async ({ fault, edit, plant, text = /./ }) => {
  const patient = await treated(edit);
  const args = await plant(patient);
  const { code, told } = await diagnosisOf(patient.sandbox, args);
  expect({ code, ...told.diagnosis }).toMatchObject({ code: 1, fault, text: expect.stringMatching(text) });
});

it('ForeignPool: the identity is of another pool', async () => {
  const assembly = appAssembly({}, (app) => {
    new IotAccessStack(app, 'One');
    new IotAccessStack(app, 'Two');
  });
  const sandbox = await startSandbox({ assembly });
  running.push(sandbox);
  const { identityId } = await signedInUser(outputsOf(sandbox, 'Two'), EMAIL);
  const args = [...withOutputs(outputsOf(sandbox, 'One'), {}), '--identity', identityId];
  expect(await diagnosisOf(sandbox, args)).toMatchObject({ code: 1, fault: 'ForeignPool' });
});

it('FunctionThrottled: the function has no executions', async () => {
  const sandbox = await settingsSandbox(settings, {
    edit: ({ Resources }) => {
      for (const { Type, Properties } of Object.values(Resources)) {
        if (Type === 'AWS::Lambda::Function' && Properties.Environment?.Variables?.IOT_POLICY_NAME) {
          Properties.ReservedConcurrentExecutions = 0;
        }
      }
    },
  });
  running.push(sandbox);
  await signedInUser(sandbox, EMAIL);
  expect(await diagnosisOf(sandbox, ofUser)).toMatchObject({ code: 1, fault: 'FunctionThrottled' });
});

it('says that nothing stands in the way of who may do all that is asked for', async () => {
  const { sandbox, identityId } = await treated();
  const asked = [...ofUser, '--publish', `users/${identityId}/a`, '--retain', '--subscribe', 'rooms/open/#'];
  const { code, told } = await diagnosisOf(sandbox, [...asked, '--origin', 'http://localhost:8000']);
  expect(told.checks.filter(({ state }: { state: string }) => state !== 'ok')).toEqual([]);
  expect({ code, can: told.can }).toEqual({ code: 0, can: true });
});

it('says of what one has no right to look at which IAM action it takes', async () => {
  const { sandbox, identityId, credentials } = await treated();
  const { code, told } = await diagnosisOf(
    sandbox,
    [...withOutputs(sandbox, {}), '--identity', identityId],
    credentials,
  );
  const textOf = (name: string) => told.checks.find(({ check }: { check: string }) => check === name);
  const lacking = (action: string) => ({
    state: 'unknown',
    text: `you have no right to ask: allow yourself ${action}`,
  });
  expect(textOf('endpoint')).toMatchObject(lacking('iot:DescribeEndpoint'));
  expect(textOf('pool')).toMatchObject(lacking('cognito-identity:DescribeIdentityPool'));
  expect(textOf('user')).toMatchObject(lacking('dynamodb:Query'));
  expect(textOf('cors')).toMatchObject({ state: 'ok' });
  expect({ code, can: told.can }).toEqual({ code: 0, can: true });
});

it('tells people each check, and the verdict with its remedy', async () => {
  const { sandbox } = await treated();
  const { ended } = startCommand(['doctor', ...ofUser, '--publish', 'else/a', '--sandbox', sandbox.url], folder);
  const { code, out, err } = await ended;
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toMatch(/^✓ outputs +all there, of Region us-east-1\n✓ endpoint /);
  expect(out).toMatch(/^✗ role-rights +the role does not allow Publish on arn:aws:iot:.*:topic\/else\/a$/m);
  expect(out).toMatch(/\n\nPublishNotInRole: .*\nThe app publishes .*\nhttps:.*operations\.md#publishnotinrole\n$/);
});

/** As after a first boot, with a user whose app has called. */
async function treated(edit?: PlantedFault['edit']): Promise<Patient & { readonly credentials: AwsCredentials }> {
  const sandbox = edit === undefined ? usual : await settingsSandbox(settings, { edit });
  if (edit === undefined) await usual.reset();
  else running.push(sandbox);
  const [ada, bob] = [await signedInUser(sandbox, EMAIL), await signedInUser(sandbox, 'bob@example.com')];
  await awsClients(sandbox).attach(ada);
  const { identityId } = ada;
  return {
    sandbox,
    identityId,
    credentials: ada.credentials,
    otherIdentityId: bob.identityId,
    command: (...args) => startCommand([...args, '--sandbox', sandbox.url], folder).ended,
    withOutputs: (wrong) => withOutputs(sandbox, wrong),
  };
}

/** As it is given to an app, with something wrong in it. */
function withOutputs({ outputs }: Pick<Sandbox, 'outputs'>, wrong: Record<string, string>): string[] {
  const file = join(folder, 'outputs.json');
  writeFileSync(file, JSON.stringify({ Stack: { ...outputs, ...wrong } }));
  return ['--outputs', file];
}

/** Where several stacks fit a name, the sandbox puts the stack's before it. */
function outputsOf(sandbox: Sandbox, stack: string): Sandbox {
  const found = Object.entries(sandbox.outputs)
    .filter(([name]) => name.startsWith(`${stack}.`))
    .map(([name, value]) => [name.slice(stack.length + 1), value]);
  return Object.create(sandbox, { outputs: { value: { ...sandbox.outputs, ...Object.fromEntries(found) } } });
}

/** What the command says, in the sandbox. */
async function diagnosisOf(
  sandbox: Sandbox,
  args: readonly string[],
  { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator(),
) {
  const where = args.includes('--outputs') ? [] : ['--sandbox', sandbox.url];
  const { ended } = startCommand(['doctor', ...args, ...where, '--json'], folder, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  });
  const { code, out, err } = await ended;
  if (err !== '') throw new Error(err);
  const told = JSON.parse(out);
  return { code, told, fault: told.diagnosis?.fault as string | undefined };
}
