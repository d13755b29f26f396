import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type IotStub, iotException, startIotStub } from '../attach-policy/iot-stub.js';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../../..');
/** Lambda's own Node, where there is one: the machine's may be older. */
const lambdaNode = process.env.LAMBDA_NODE ?? process.execPath;

/** As the provider framework calls both handlers when a policy is deleted. */
const invoker = `
  import('./index.mjs').then(async ({ onEvent, isComplete }) => {
    const context = { getRemainingTimeInMillis: () => 300_000 };
    const ResourceProperties = { PolicyName: 'Users', PolicyArn: 'arn:aws:iot:eu-west-1:111122223333:policy/Users' };
    const ids = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Detachment', PhysicalResourceId: 'Users' };
    const request = { RequestType: 'Delete', ...ids, ResourceProperties };
    const plan = await onEvent(request, context);
    const answer = await isComplete({ ...request, ...plan }, context);
    process.stdout.write('\\n' + JSON.stringify([plan.Plan.kind, answer]));
  });`;

describe('the bundle of the function that detaches policies', () => {
  let folder: string;
  let stub: IotStub;
  let tokens: unknown[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detach-on-delete-bundle-'));
    const entry = join(repository, 'lambda/detach-on-delete/handler.ts');
    await run(process.execPath, [join(repository, 'lambda/bundle.mjs'), folder, entry]);
    tokens = [];
    stub = await startIotStub((response, _index, request) => {
      tokens.push(request.headers['x-amz-security-token']);
      if (request.url?.startsWith('/tags'))
        response.end(JSON.stringify({ tags: [{ Key: 'detach-on-delete', Value: 'true' }] }));
      else iotException(response, 404, 'ResourceNotFoundException');
    });
  }, 30_000);

  afterAll(async () => {
    await stub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("is one file that runs where there is nothing but Node, with the role's own credentials", async () => {
    expect(await readdir(folder)).toEqual(['index.mjs']);
    const env = {
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: stub.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session-token',
    };
    const { stdout } = await run(lambdaNode, ['--eval', invoker], { cwd: folder, env });
    expect(JSON.parse(stdout.slice(stdout.lastIndexOf('\n')))).toEqual(['detach', { IsComplete: true }]);
    const list = 'POST /policy-targets/Users?pageSize=250';
    const tags = 'GET /tags?resourceArn=arn%3Aaws%3Aiot%3Aeu-west-1%3A111122223333%3Apolicy%2FUsers';
    expect(stub.requests).toEqual([tags, list, tags, list]);
    expect(new Set(tokens)).toEqual(new Set(['session-token']));
  }, 30_000);
});
