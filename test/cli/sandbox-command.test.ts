import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { signedInUser } from '../support/signed-in-user.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');
const assembly = sharedAssemblyFolder();

describe('cognito-iot sandbox, in a clone', () => {
  it('boots an assembly, tells its address, and ends with 0 on Ctrl-C', async () => {
    const child = spawn(process.execPath, [command, 'sandbox', '--assembly', assembly, '--port', '0', '--json']);
    const [line] = await once(child.stdout, 'data');
    const told = JSON.parse(String(line));
    expect(told).toMatchObject({ step: 'boot', ok: true, detail: { url: expect.stringMatching(/^http:\/\/127/) } });
    const outputs = await (await fetch(`${told.detail.url}/_sandbox/outputs`)).json();
    expect(outputs).toEqual(told.detail.outputs);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('tells with --json each refusal when it happens, and nothing of what was allowed', async () => {
    const child = spawn(process.execPath, [command, 'sandbox', '--assembly', assembly, '--port', '0', '--json']);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => JSON.parse(String((await lines.next()).value));
    const { url, outputs } = (await next()).detail;
    const { credentials, identityId } = await signedInUser({ url, outputs } as Sandbox);
    const iot = new IoTClient({ region: outputs.Region, endpoint: url, credentials, maxAttempts: 1 });
    const attach = new AttachPolicyCommand({ policyName: outputs.IotPolicyName, target: identityId });
    await expect(iot.send(attach)).rejects.toThrow('not authorized');
    expect(await next()).toEqual({
      event: 'refusal',
      detail: expect.objectContaining({
        action: 'iot:AttachPolicy',
        identityId,
        allowed: false,
        reason: expect.stringContaining('IAM role: no statement allows it'),
      }),
    });
    child.kill('SIGINT');
    expect(await next()).toMatchObject({ step: 'stop' });
  });

  it.each([
    { of: 'an assembly that is none', args: ['sandbox', '--assembly', tmpdir()], code: 1, says: /manifest|assembly/i },
    { of: 'an unknown option', args: ['sandbox', '--prot', '1'], code: 2, says: /unknown option '--prot'/ },
  ])('ends with $code for $of, and says why', async ({ args, code, says }) => {
    const child = spawn(process.execPath, [command, ...args]);
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    expect(await once(child, 'exit')).toEqual([code, null]);
    expect((await said).join('')).toMatch(says);
  });

  it.each([
    { args: ['trust', '--json'], says: (caFile: string) => JSON.stringify({ caFile }) },
    { args: ['trust'], says: (caFile: string) => `NODE_EXTRA_CA_CERTS=${caFile}` },
  ])('says with $args where the certificate authority is, and makes it', async ({ args, says }) => {
    const cache = mkdtempSync(join(tmpdir(), 'trust-'));
    // By which Linux, macOS and Windows find the folder.
    const env = { ...process.env, XDG_CACHE_HOME: cache, HOME: cache, LOCALAPPDATA: cache };
    const child = spawn(process.execPath, [command, 'sandbox', ...args], { env });
    const said = text(child.stdout);
    expect(await once(child, 'exit')).toEqual([0, null]);
    const [made = ''] = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('ca.pem'),
    );
    expect(await said).toContain(says(join(cache, made)));
    rmSync(cache, { recursive: true });
  });

  it('shows all commands for --help', async () => {
    const child = spawn(process.execPath, [command, '--help']);
    const said = text(child.stdout);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await said).toMatch(/sandbox \[options\]/);
  });
});
