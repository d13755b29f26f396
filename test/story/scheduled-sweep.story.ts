import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { ListPoliciesCommand } from '@aws-sdk/client-iot';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { createDeviceGrants } from '../../grants/index.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { directoryTable } from '../support/directory-table.js';
import { iotClients } from '../support/iot-clients.js';
import { settingsAssembly } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import type { EditableTemplate } from '../support/synthesized-assembly.js';
import { deviceSettings } from './devices-sandbox.js';

const lambda = join(import.meta.dirname, '../../lambda');
const TWO_HOURS_AGO = new Date(Date.now() - 2 * 3600_000);

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scheduled-sweep-'));
  execFileSync(process.execPath, [join(lambda, 'bundle.mjs'), folder, join(lambda, 'sweep/handler.ts')]);
  // Nobody waits for its cold start; what it loads for nothing would show here.
  expect(statSync(join(folder, 'index.mjs')).size).toBeLessThan(280_000);
  const assembly = settingsAssembly({ ...deviceSettings, sweepSchedule: 'rate(1 day)' });
  const assetFolders = new Map(assembly.assetFolders);
  for (const { Properties } of Object.values((assembly.template as EditableTemplate).Resources)) {
    if (Properties?.Environment?.Variables?.SWEEP === undefined) continue;
    assetFolders.set(Properties.Code.S3Key.replace(/\.zip$/, ''), folder);
  }
  sandbox = await startSandbox({ assembly: { ...assembly, assetFolders } });
}, 60_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const operator = () => {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  return { region: 'us-east-1', endpoint: sandbox.url, credentials: { accessKeyId, secretAccessKey, sessionToken } };
};

/** Somebody with a device, who has been here two hours ago. */
async function customer(email: string) {
  const user = await signedInUser(sandbox, email);
  const { sub = '' } = sandbox.views.users().find((one) => one.email === email) ?? {};
  expect((await awsClients(sandbox).attach(user)).status).toBe(200);
  const table = directoryTable(sandbox);
  const grants = createDeviceGrants({
    configuration: JSON.parse(sandbox.outputs.DeviceGrants ?? ''),
    dynamodb: table.dynamodb,
    iot: iotClients(sandbox).iot,
    log: () => undefined,
  });
  await grants.grant({ user: sub, device: 'lamp' });
  await table.identity(sub, user.identityId, TWO_HOURS_AGO);
  await table.device(sub, 'lamp', TWO_HOURS_AGO);
  return { ...user, sub };
}

/** As the rule calls it, but waiting for the answer. */
async function sweep() {
  const client = new LambdaClient(operator());
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  const { FunctionName } = Functions.find(({ Environment }) => Environment?.Variables?.SWEEP !== undefined) ?? {};
  const { Payload, FunctionError } = await client.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
  expect(FunctionError).toBeUndefined();
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

it('leaves nothing of a deleted user, by the rights of its own role', async () => {
  await customer('ada@example.com');
  const bob = await customer('bob@example.com');
  expect(await sweep()).toMatchObject({ known: 2, swept: 0, complete: true });
  const UserPoolId = sandbox.outputs.UserPoolId ?? '';
  await awsClients(sandbox).users.send(new AdminDeleteUserCommand({ UserPoolId, Username: 'ada@example.com' }));

  expect(await sweep()).toEqual({ event: 'sweep', known: 2, swept: 1, kept: 0, pending: 0, complete: true });
  const { policyPrefix } = JSON.parse(sandbox.outputs.DeviceGrants ?? '');
  const { policies = [] } = await iotClients(sandbox).iot.send(new ListPoliciesCommand({ pageSize: 250 }));
  expect(sandbox.views.identities().map(({ identityId }) => identityId)).toEqual([bob.identityId]);
  expect(Object.keys(sandbox.views.attachments())).toEqual([bob.identityId]);
  expect(sandbox.views.attachments()[bob.identityId]).toHaveLength(2);
  expect(await directoryTable(sandbox).keys()).toEqual(['device#lamp', `identity#${bob.identityId}`]);
  expect(policies.filter(({ policyName = '' }) => policyName.startsWith(policyPrefix))).toHaveLength(1);
  expect(await sweep()).toMatchObject({ known: 1, swept: 0, complete: true });
});
