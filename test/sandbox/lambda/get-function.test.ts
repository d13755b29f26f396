import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

const FunctionName = 'Attach';
const FunctionArn = `arn:aws:lambda:us-east-1:111122223333:function:${FunctionName}`;

let sandbox: Sandbox;
let lambda: LambdaClient;
const clientOf = ({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) =>
  new LambdaClient({
    region: 'us-east-1',
    endpoint: sandbox.url,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
beforeAll(async () => {
  const assembly = synthesizedAssembly(({ Resources }) => {
    const found = Object.values(Resources).find(
      ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Environment?.Variables?.IOT_POLICY_NAME,
    );
    Object.assign(found?.Properties, { FunctionName, ReservedConcurrentExecutions: 5, Timeout: 7 });
    Resources.Plain = {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: {}, Handler: 'main.run', Runtime: 'python3.13', Role: found?.Properties.Role },
    };
  });
  sandbox = await runningSandbox({ assembly });
  lambda = clientOf(sandbox.views.operator() as AwsCredentials);
});
afterAll(() => sandbox.stop());

describe('a function of the stack', () => {
  it.each([FunctionName, FunctionArn])('is shown as the template has it: %s', async (asked) => {
    const found = await lambda.send(new GetFunctionCommand({ FunctionName: asked }));
    expect(found.Concurrency).toEqual({ ReservedConcurrentExecutions: 5 });
    expect(found.Configuration).toMatchObject({
      FunctionName,
      FunctionArn,
      Runtime: 'nodejs24.x',
      Role: expect.stringMatching(/^arn:aws:iam::111122223333:role\//),
      Timeout: 7,
      Version: '$LATEST',
      State: 'Active',
      Environment: { Variables: { IOT_POLICY_NAME: sandbox.outputs.IotPolicyName } },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.stringContaining('AttachPolicyLogGroup') },
    });
    const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: asked }));
    expect(configuration).toMatchObject(found.Configuration ?? {});
  });

  it("has Lambda's defaults, and is listed with the others, page by page", async () => {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await lambda.send(new ListFunctionsCommand({ MaxItems: 1, Marker }));
      expect(page.Functions).toHaveLength(1);
      names.push(page.Functions?.[0]?.FunctionName);
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(names).toContain(FunctionName);
    const plain = names.find((name) => name?.includes('Plain'));
    const { Timeout, MemorySize, LoggingConfig } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: plain }),
    );
    expect([Timeout, MemorySize, LoggingConfig]).toEqual([
      3,
      128,
      { LogFormat: 'Text', LogGroup: `/aws/lambda/${plain}` },
    ]);
  });

  it.each<[string, object, string]>([
    ['another name', { FunctionName: 'Nothing' }, 'ResourceNotFoundException'],
    ['the ARN of another Region', { FunctionName: FunctionArn.replace('us-', 'eu-') }, 'ResourceNotFoundException'],
    ['another version', { FunctionName, Qualifier: '1' }, 'SandboxUnsupported'],
  ])('is not there under %s', async (_, asked, name) => {
    await expect(lambda.send(new GetFunctionCommand(asked as never))).rejects.toMatchObject({ name });
  });

  it('is not shown to users of the app', async () => {
    const asUser = clientOf((await signedInUser(sandbox)).credentials);
    await expect(asUser.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`lambda:GetFunction on resource: ${FunctionArn}`),
    });
  });
});
