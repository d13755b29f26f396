import { rmSync } from 'node:fs';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { ofType, stackWithTrialFunction } from '../api-gateway/trial-function.js';
import { sandboxOfFunctions } from './stack-of-functions.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function booted(...given: Parameters<typeof sandboxOfFunctions>) {
  const place = await sandboxOfFunctions(...given);
  endings.push(place.stop);
  return place;
}

const files = { 'index.mjs': 'export const handler = async () => process.pid;' };

describe('a function that cannot be run does not stop the boot, and is refused by name when it is called:', () => {
  it.each([
    {
      title: 'another runtime',
      properties: { Runtime: 'python3.13', Handler: 'main.run' },
      words: 'runtime python3.13 of function F (it runs Node.js alone',
    },
    {
      title: 'a container image',
      properties: {
        PackageType: 'Image',
        Code: { ImageUri: 'repository:tag' },
        Runtime: undefined,
        Handler: undefined,
      },
      words: 'the container image of function F',
    },
    {
      title: 'code in a bucket',
      properties: { Code: { S3Bucket: 'mine', S3Key: 'code.zip' } },
      words: 'function F, whose code is not an asset',
    },
    {
      title: 'a file system',
      properties: { FileSystemConfigs: [{ Arn: 'arn', LocalMountPath: '/mnt/x' }] },
      words: 'the property FileSystemConfigs of function F',
    },
    {
      title: 'a role of elsewhere',
      properties: { Role: 'arn:aws:iam::111122223333:role/elsewhere' },
      words: 'role arn:aws:iam::111122223333:role/elsewhere of function F, which is in no template',
    },
  ])('$title', async ({ properties, words }) => {
    const { sandbox, invoke } = await booted({ F: { files, properties }, Other: { files } });
    const answer = await invoke('F');
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(answer.payload).toEqual({ errorType: 'SandboxUnsupported', errorMessage: expect.stringContaining(words) });
    expect(sandbox.views.functionLogs()).toEqual([
      {
        time: expect.any(Number),
        functionName: 'F',
        line: expect.stringMatching(/^F was not run: The sandbox does not/),
      },
    ]);
    expect((await invoke('Other')).payload).toEqual(expect.any(Number));
  });

  it('code that is gone', async () => {
    const { app, invoke } = await booted({ F: { files } });
    rmSync(`${app}/cdk.out`, { recursive: true });
    expect((await invoke('F')).payload.errorMessage).toMatch(/function F, whose code \(.*\) is not there/);
  });

  it('behind an API, where the caller sees what API Gateway tells of a function that failed', async () => {
    const { assembly, deleteCode } = stackWithTrialFunction((template) => {
      for (const { Properties } of ofType(template, 'AWS::Lambda::Function')) {
        if (Properties.Environment?.Variables?.IOT_POLICY_NAME) Object.assign(Properties, { Runtime: 'python3.13' });
      }
    });
    endings.push(deleteCode);
    const sandbox = await runningSandbox({ assembly });
    endings.push(sandbox.stop);
    const { credentials } = await signedInUser(sandbox);
    const answer = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials, method: 'POST' });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({ message: 'Internal server error' });
    expect(sandbox.views.logs().join('\n')).toMatch(/runtime python3\.13 of function \w*AttachPolicy/);
  });
});

it('code is found below a prefix of the bucket of assets, too', async () => {
  const { invoke } = await booted({ F: { files, properties: { Code: { S3Bucket: 'assets', S3Key: 'app/F.zip' } } } });
  expect((await invoke('F')).payload).toEqual(expect.any(Number));
});

it('functions that nothing calls have no process', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`F${index}`, { files }]));
  const { invoke } = await booted(many);
  expect((await invoke('F29')).payload).toEqual(expect.any(Number));
});

describe('environment variables', () => {
  it.each([
    {
      title: 'that Lambda sets itself',
      Variables: { AWS_REGION: 'eu-west-1' },
      words: 'the environment variable AWS_REGION of F',
    },
    { title: 'beyond 4 KB', Variables: { A: 'x'.repeat(4096) }, words: '4104 bytes of environment variables of F' },
  ])('$title stop the boot, as they stop a deployment', async ({ Variables, words }) => {
    await expect(booted({ F: { files, properties: { Environment: { Variables } } } })).rejects.toThrow(words);
  });

  it('are text, whatever the template has, and may name resources and a time zone', async () => {
    const Variables = { NUMBER: 1, YES: true, TABLE: { Ref: 'T' }, TZ: 'Europe/Berlin' };
    const code =
      'export const handler = async () => { const { NUMBER, YES, TABLE, TZ } = process.env; return { NUMBER, YES, TABLE, TZ }; };';
    const table = {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'notes',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      },
    };
    const tried = { files: { 'index.mjs': code }, properties: { Environment: { Variables } } };
    const { invoke } = await booted({ F: tried }, { T: table });
    expect((await invoke('F')).payload).toEqual({ NUMBER: '1', YES: 'true', TABLE: 'notes', TZ: 'Europe/Berlin' });
  });
});
