import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { callAttachPolicy } from '../../journey/clients/attach-policy-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';

describe('a sandbox', () => {
  it('keeps users, identities and attachments between two starts, for its owner alone', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
    const first = await runningSandbox({ dataFolder });
    const { email, password, identityId, credentials } = await signedInUser(first);
    await callAttachPolicy(sandboxTarget(first), { method: 'POST', credentials });
    await first.stop();
    expect(statSync(join(dataFolder, 'state.jsonl')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataFolder, 'state.jsonl'), 'utf8')).not.toContain(password);

    const second = await runningSandbox({ dataFolder });
    try {
      await createUserPoolClient(sandboxTarget(second)).signIn(email, password);
      expect(second.views.attachments()).toEqual({ [identityId]: [expect.anything()] });
      expect(second.views.identities()).toEqual([expect.objectContaining({ identityId })]);
    } finally {
      await second.stop();
      rmSync(dataFolder, { recursive: true });
    }
  }, 15_000);

  it('does not start on a damaged state, says what is wrong, and leaves nothing running', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
    const first = await runningSandbox({ dataFolder });
    await signedInUser(first);
    await first.stop();
    const file = join(dataFolder, 'state.jsonl');
    const text = readFileSync(file, 'utf8');
    const broken = [
      text.replace(/"verifier":"\w+"/, '"verifier":"so long"'),
      text.replace('"attributes":{', '"attributes":7,"was":{'),
      text.replace(/"n":"..../, '"n":"AAAA'),
      text.replace('"CONFIRMED"', '"ALMOST"'),
    ];
    for (const damaged of broken) {
      expect(damaged).not.toBe(text);
      writeFileSync(file, damaged);
      await expect(runningSandbox({ dataFolder })).rejects.toThrow(/is damaged: line \d+, userPools\.\w+ .* A copy is/);
      expect(readFileSync(file, 'utf8')).toBe(damaged);
    }
    writeFileSync(file, text);
    const second = await runningSandbox({ dataFolder });
    expect(second.views.users()).toHaveLength(1);
    await second.stop();
    rmSync(dataFolder, { recursive: true });
  });

  it('has its data folder for itself, and tells others where it is', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
    const first = await runningSandbox({ dataFolder });
    await expect(runningSandbox({ dataFolder })).rejects.toThrow(`is in use by the sandbox at ${first.url} (process`);
    await first.stop();
    const second = await runningSandbox({ dataFolder });
    await second.stop();
    rmSync(dataFolder, { recursive: true });
  });

  it('says so when the port is taken, and what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(runningSandbox({ port })).rejects.toThrow(
      `Port ${port} is in use. Stop what uses it, or take any free one: npm start -- --port 0`,
    );
    await new Promise((resolve) => server.close(resolve));
    const sandbox = await runningSandbox({ port });
    await sandbox.stop();
  });

  it('stops at boot at a policy that it cannot judge, and frees its port', async () => {
    const assembly = synthesizedAssembly((template) => {
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type === 'AWS::IAM::Policy')
          Properties.PolicyDocument.Statement[0].Condition = { StringFoo: { 'aws:SourceIp': 'x' } };
      }
    });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await expect(runningSandbox({ assembly, port })).rejects.toThrow('condition operator StringFoo in policy');
    const sandbox = await runningSandbox({ port });
    await sandbox.stop();
  });

  it('can be stopped while clients hang on it, and twice', async () => {
    const sandbox = await runningSandbox();
    sandbox.guard.setFailure('cognito-idp:SignUp', { code: 'Timeout', rate: 1 });
    const hanging = createUserPoolClient(sandboxTarget(sandbox)).signUp('a@example.com', 'Correct-Horse-7');
    hanging.catch(() => undefined);
    while (sandbox.guard.counts()['cognito-idp:SignUp'] === undefined) await new Promise(setImmediate);
    await sandbox.stop();
    await sandbox.stop();
    await expect(hanging).rejects.toThrow();
  });
});
