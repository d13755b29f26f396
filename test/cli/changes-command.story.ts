import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { readAssembly, type Sandbox } from '../../sandbox/index.js';
import { type Edit, idOf, properties } from '../sandbox/access/template-edits.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');
const deployed = sharedAssemblyFolder({
  signIn: { domainPrefix: 'my-app' },
  developerProvider: 'login.my.app',
  principalTags: { tenant: 'custom:tenant' },
  groups: [{ name: 'staff' }],
});
let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'changes-'));
  sandbox = await runningSandbox({ assembly: readAssembly(deployed) });
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.stop();
});

async function changes(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [command, 'changes', ...args], { env: { ...process.env, ...env } });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'exit');
  const [out, error] = await said;
  // As it was before it was broken into lines.
  return { code, out, error, flat: out.replace(/\s+/g, ' ') };
}

/** What is synthesized next: what is deployed, edited. */
function edited(name: string, edit: Edit): string {
  const next = join(folder, name);
  cpSync(deployed, next, { recursive: true });
  const file = join(next, 'CognitoIotAccess.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  edit(template);
  writeFileSync(file, JSON.stringify(template));
  return next;
}
const POOL = 'AWS::Cognito::UserPool';
const withoutGroup: Edit = (template) => void delete template.Resources[idOf(template, 'AWS::Cognito::UserPoolGroup')];
const refused: Edit = (template) => {
  properties(template, 'AWS::Cognito::UserPoolDomain').Domain = 'other-app';
  properties(template, 'AWS::Cognito::IdentityPool').DeveloperProviderName = 'login.other.app';
  const pool = properties(template, POOL);
  delete pool.Schema;
  pool.UsernameConfiguration = { CaseSensitive: true };
};

describe('cognito-iot changes', () => {
  it('finds nothing where what was synthesized is deployed', async () => {
    const { code, out, error } = await changes(['--assembly', deployed, '--sandbox', sandbox.url]);
    expect([code, error]).toEqual([0, '']);
    expect(out).toBe(
      'CognitoIotAccess is deployed as it was synthesized.\n\n' +
        'AWS refuses nothing of it, and nobody loses anything that was not accepted.\n',
    );
  }, 60_000);

  it('tells what changes and ends with 0 where nobody loses anything', async () => {
    const next = edited('safe', (template) => {
      properties(template, POOL).Policies.PasswordPolicy.MinimumLength = 16;
      template.Resources.Topic = { Type: 'AWS::SNS::Topic', Properties: {} };
    });
    const { code, out } = await changes(['--assembly', next, '--sandbox', sandbox.url]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^CognitoIotAccess:\n {2}in place +Cognito::UserPool +AccessSignInUserPool\w+ \(Policies\)\n {2}added +SNS::Topic +Topic\n/,
    );
  }, 60_000);

  it('ends with 1 on each change that AWS refuses, with its message and the way round', async () => {
    const next = edited('refused', refused);
    const { code, out, flat } = await changes(['--assembly', next, '--sandbox', sandbox.url]);
    expect(code).toBe(1);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(out).toContain('\nAWS refuses:\n');
    for (const said of [
      /DomainChanged: Cognito::UserPoolDomain AccessSignInDomain\w+ AWS refuses another domain while/,
      /Instead: take the domain out \(signIn\) and deploy; if "my-app" was retained, delete it/,
      /AttributeRemoved: .* the attribute "tenant" .* by customAttributes: \["custom:tenant"\]/,
      /SignInNamesChanged: .* AWS refuses to change UsernameConfiguration of a user pool/,
      /DeveloperProviderChanged: .* Instead: keep developerProvider "login\.my\.app"/,
      /Source: https:\/\/docs\.aws\.amazon\.com\/cognito\//,
    ]) {
      expect(flat).toMatch(said);
    }
    expect(out).toMatch(/\nDo not deploy: AWS would refuse it, and roll back\.\n$/);
  }, 60_000);

  it('--json has codes for programs, and what is refused cannot be accepted', async () => {
    const next = edited('json', refused);
    const codes = ['--accept', 'DomainChanged', '--accept', 'AttributeRemoved'];
    const { code, out } = await changes(['--assembly', next, '--sandbox', sandbox.url, '--json', ...codes]);
    expect(code).toBe(1);
    const { stacks, ...counted } = JSON.parse(out);
    expect(counted).toEqual({ refused: 4, loses: 0 });
    const [{ changes: found, ...stack }] = stacks;
    expect(stack).toEqual({ stack: 'CognitoIotAccess', deployed: true });
    const domain = found.find(({ type }: { type: string }) => type === 'AWS::Cognito::UserPoolDomain');
    expect(domain).toEqual({
      logicalId: expect.stringMatching(/^AccessSignInDomain/),
      type: 'AWS::Cognito::UserPoolDomain',
      effect: 'replaced',
      properties: ['Domain'],
      problems: [
        {
          code: 'DomainChanged',
          kind: 'refused',
          says: expect.any(String),
          instead: expect.any(String),
          source: expect.stringMatching(/^https:/),
        },
      ],
    });
  }, 60_000);

  it('ends with 1 where users lose something, unless that is accepted', async () => {
    const next = edited('group', withoutGroup);
    const first = await changes(['--assembly', next, '--sandbox', sandbox.url]);
    expect(first.code).toBe(1);
    expect(first.out).toMatch(/\nUsers lose something:\n {2}GroupLost: Cognito::UserPoolGroup AccessGroupstaff/);
    expect(first.out).toMatch(/\nIf that is meant, say so: --accept GroupLost\n$/);
    const second = await changes(['--assembly', next, '--sandbox', sandbox.url, '--accept', 'GroupLost']);
    expect(second.code).toBe(0);
    expect(second.out).toMatch(/\nAccepted:\n {2}GroupLost: /);
  }, 60_000);

  it('tells of pools that get another logical ID what is lost with them', async () => {
    const next = edited('renamed', (template) => {
      const text = JSON.stringify(template);
      const id = idOf(template, POOL);
      Object.assign(template, JSON.parse(text.replaceAll(`"${id}"`, '"RenamedPool"')));
    });
    const { code, out } = await changes(['--assembly', next, '--sandbox', sandbox.url, '--json']);
    expect(code).toBe(1);
    const codes = JSON.parse(out).stacks[0].changes.flatMap(({ problems }: { problems: { code: string }[] }) =>
      problems.map((problem) => problem.code),
    );
    expect([...new Set(codes)]).toEqual(expect.arrayContaining(['UserPoolLost', 'AppClientLost', 'GroupLost']));
  }, 60_000);

  it('compares nested stacks with theirs', async () => {
    const written = join(folder, 'nested-app');
    const app = new App({ outdir: written, analyticsReporting: false });
    const stack = new Stack(app, 'Backend');
    new CfnUserPool(new NestedStack(stack, 'Auth'), 'Pool', { usernameAttributes: ['email'] });
    app.synth();
    const backend = await runningSandbox({ assembly: readAssembly(written) });
    try {
      const same = await changes(['--assembly', written, '--sandbox', backend.url]);
      expect(same).toMatchObject({ code: 0, out: expect.stringMatching(/^Backend is deployed as it was synthesized/) });
      const [file = ''] = readdirSync(written).filter((name) => name.endsWith('.nested.template.json'));
      const template = readFileSync(join(written, file), 'utf8');
      writeFileSync(join(written, file), template.replace('"email"', '"phone_number"'));
      const { code, flat } = await changes(['--assembly', written, '--sandbox', backend.url]);
      expect([code, flat]).toEqual([1, expect.stringMatching(/SignInNamesChanged: Cognito::UserPool Auth\w+\/Pool /)]);
    } finally {
      await backend.stop();
    }
  }, 60_000);

  it('asks CloudFormation with what the AWS SDK finds; a first deployment is new and ends with 0', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
    const env = {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
    expect(await changes(['--assembly', deployed], env)).toMatchObject({ code: 0, error: '' });
    const next = edited('new', () => undefined);
    const manifest = join(next, 'manifest.json');
    const contents = JSON.parse(readFileSync(manifest, 'utf8'));
    contents.artifacts.CognitoIotAccess.properties.stackName = 'NotThereYet';
    writeFileSync(manifest, JSON.stringify(contents));
    const { code, out } = await changes(['--assembly', next], env);
    expect(code).toBe(0);
    expect(out).toMatch(/^NotThereYet is not deployed: everything in it is new\.\n/);
  }, 60_000);

  it('takes the deployed template from a file, which has to be all of it', async () => {
    const file = join(deployed, 'CognitoIotAccess.template.json');
    const next = edited('file', withoutGroup);
    expect(await changes(['--assembly', next, '--template', file, '--json'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('"GroupLost"'),
    });
    const nested = join(folder, 'nested.json');
    writeFileSync(nested, JSON.stringify({ Resources: { Auth: { Type: 'AWS::CloudFormation::Stack' } } }));
    const refusedFile = await changes(['--assembly', next, '--template', nested]);
    expect([refusedFile.code, refusedFile.error]).toEqual([
      2,
      expect.stringMatching(/nested\.json has nested stacks, .*; leave --template out/),
    ]);
    writeFileSync(nested, 'Resources: {}');
    const yaml = await changes(['--assembly', next, '--template', nested, '--json']);
    expect(yaml.code).toBe(2);
    expect(JSON.parse(yaml.out).error.message).toMatch(/is no CloudFormation template in JSON/);
  }, 60_000);

  it('ends with 2 where nothing is known, or usage is wrong', async () => {
    const nowhere = await changes(['--assembly', deployed, '--sandbox', 'http://127.0.0.1:1']);
    expect([nowhere.code, nowhere.error]).toEqual([
      2,
      expect.stringMatching(/^DeploymentError: no sandbox answers at/),
    ]);
    const both = await changes(['--template', 'x.json', '--sandbox', sandbox.url]);
    expect([both.code, both.error]).toEqual([2, expect.stringMatching(/cannot be used with option/)]);
  }, 60_000);
});
