import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { ListPoliciesCommand, ListThingsCommand } from '@aws-sdk/client-iot';
import { ListRetainedMessagesCommand } from '@aws-sdk/client-iot-data-plane';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt } from '../../journey/clients/mqtt-client.js';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import type { Snapshot } from '../../sandbox/snapshot.js';
import { awsClients } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { sandboxActs } from '../support/sandbox-acts.js';
import { seededRandom } from '../support/seeded-random.js';
import { signedInUser } from '../support/signed-in-user.js';

const opened: Sandbox[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function booted(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await runningSandbox(options);
  opened.push(sandbox);
  return sandbox;
}

/** A process that starts may be warned that its Node.js is old, a moment later. */
function withoutWarnings(view: unknown): unknown {
  if (!Array.isArray(view)) return view;
  return view.filter((line) => !JSON.stringify(line).includes('NodeVersionSupportWarning'));
}

/** All that there is to see, without what differs from one boot to the next: the time, and the operator's secrets. */
async function seen(sandbox: Sandbox): Promise<object> {
  const index = (await (await fetch(`${sandbox.url}/_sandbox/`)).json()) as Record<string, string>;
  // The stream of events has no end, and tells what the others do.
  const paths = Object.keys(index).flatMap((line) => /^GET \/_sandbox\/(?!events$)(.+)$/.exec(line)?.[1] ?? []);
  const look = async (path: string) => (await fetch(`${sandbox.url}/_sandbox/${path}`)).json();
  const views = await Promise.all(paths.map(async (path) => [path, withoutWarnings(await look(path))] as const));
  const { operator, clock, outputs, snapshot, ...told } = Object.fromEntries(views) as Record<string, unknown>;
  expect(Math.abs(Date.parse((clock as { now: string }).now) - Date.now())).toBeLessThan(10_000);
  const { iot, data } = iotClients(sandbox);
  const policies = (await iot.send(new ListPoliciesCommand({}))).policies;
  const things = (await iot.send(new ListThingsCommand({}))).things;
  const retained = (await data.send(new ListRetainedMessagesCommand({}))).retainedTopics;
  // Keys of signatures differ, and times.
  const records = Object.entries((snapshot as Snapshot).tables).map(([name, table]) => [
    name,
    table.map(([key]) => key),
  ]);
  const all = JSON.stringify({ told, records, policies, things, retained, delays: sandbox.guard.counts() });
  return JSON.parse(all.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'a time').replaceAll(/:\d{4,5}\b/g, ':port'));
}

describe('a reset', () => {
  it.each([1, 2, 3])('leaves nothing of what happened, whatever that was (seed %d)', async (seed) => {
    const { pick } = seededRandom(seed);
    const sandbox = await booted();
    const fresh = await seen(await booted());
    for (const _ of Array.from({ length: 6 })) await sandboxActs[pick(Object.keys(sandboxActs))]?.(sandbox);
    await sandbox.reset();
    expect(await seen(sandbox)).toEqual(fresh);
  });

  it('leaves nothing of any act', async () => {
    const [sandbox, fresh] = [await booted(), await seen(await booted())];
    for (const act of Object.values(sandboxActs)) await act(sandbox);
    await sandbox.reset();
    expect(await seen(sandbox)).toEqual(fresh);
    // And it goes on as one that was booted, with what was handed out before.
    await awsClients(sandbox).attach(await signedInUser(sandbox));
    expect(sandbox.views.users()).toHaveLength(1);
    expect(Object.values(sandbox.views.attachments())).toHaveLength(1);
  });

  it('makes worthless what was given to users before', async () => {
    const sandbox = await booted();
    const user = await signedInUser(sandbox);
    const { attach, userPoolProvider, identitiesAs } = awsClients(sandbox);
    await sandbox.reset();
    expect((await attach(user)).status).toBe(403);
    const command = new GetIdCommand({
      IdentityPoolId: sandbox.outputs.IdentityPoolId,
      Logins: { [userPoolProvider]: user.idToken },
    });
    await expect(identitiesAs().send(command)).rejects.toThrow('Token is inactive');
  });

  it('ends connections, and the operator stays who it was', async () => {
    const sandbox = await booted();
    const user = await signedInUser(sandbox);
    await awsClients(sandbox).attach(user);
    const client = await connectMqtt(sandboxTarget(sandbox), user.credentials, user.identityId);
    const { iot } = iotClients(sandbox);
    const closed = new Promise<void>((resolve) => void client.once('close', () => resolve()));
    await sandbox.reset();
    await closed;
    client.end(true);
    expect(sandbox.views.connections()).toEqual([]);
    // Made before.
    expect((await iot.send(new ListThingsCommand({}))).things).toEqual([]);
  });

  it('is one request of a program, and of no page', async () => {
    const sandbox = await booted();
    await signedInUser(sandbox);
    const post = (body: unknown, headers = {}) =>
      fetch(`${sandbox.url}/_sandbox/reset-state`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    expect((await post({ all: true })).status).toBe(400);
    expect(sandbox.views.users()).toHaveLength(1);
    const answer = await post({});
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(sandbox.views.users()).toEqual([]);
    const fromPage = await post({}, { origin: sandbox.allowedOrigins[0] });
    expect(fromPage.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('empties the data folder', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'reset-test-'));
    folders.push(dataFolder);
    const sandbox = await booted({ dataFolder });
    const { email } = await signedInUser(sandbox);
    const file = join(dataFolder, 'state.jsonl');
    expect(readFileSync(file, 'utf8')).toContain(email);
    await sandbox.reset();
    expect(readFileSync(file, 'utf8')).not.toContain(email);
    const after = await signedInUser(sandbox);
    await sandbox.stop();
    const again = await booted({ dataFolder });
    expect(again.views.users().map((user) => user.email)).toEqual([after.email]);
  });

  it('comes one after the other, and not any more once it has stopped', async () => {
    const sandbox = await booted();
    await Promise.all([sandbox.reset(), signedInUser(sandbox).catch(() => undefined), sandbox.reset()]);
    await sandbox.reset();
    expect(sandbox.views.users()).toEqual([]);
    const last = sandbox.reset();
    await sandbox.stop();
    await last;
    await expect(sandbox.reset()).rejects.toThrow('The sandbox has stopped');
  });
});
