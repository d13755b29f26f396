import {
  APIGatewayClient,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { type EditableTemplate, synthesizedAssembly } from '../../support/synthesized-assembly.js';

let sandbox: Sandbox;
let apiGateway: APIGatewayClient;
const optionsOf = ({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) => ({
  region: 'us-east-1',
  endpoint: sandbox.url,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey, sessionToken },
});

/** Lets users of the app look at the API, and not at its stages. */
function letUsersLook({ Resources }: EditableTemplate): void {
  const role = Object.values(Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::IAM::Role' && JSON.stringify(Properties).includes('sts:AssumeRoleWithWebIdentity'),
  );
  const [api] = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::ApiGateway::RestApi') ?? [];
  const look = (Resource: unknown) => ({ Effect: 'Allow', Action: 'apigateway:GET', Resource });
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [look({ 'Fn::Join': ['', ['arn:aws:apigateway:us-east-1::/restapis/', { Ref: api }]] })],
  };
  Object.assign(role?.Properties, { Policies: [{ PolicyName: 'Look', PolicyDocument }] });
}

beforeAll(async () => {
  sandbox = await runningSandbox({ assembly: synthesizedAssembly(letUsersLook) });
  apiGateway = new APIGatewayClient(optionsOf(sandbox.views.operator() as AwsCredentials));
});
afterAll(() => sandbox.stop());

const parts = () => /execute-api\/(\w+)\/(\w+)\//.exec(sandbox.outputs.AttachPolicyUrl ?? '')?.slice(1) ?? [];
const asked = () => ({ restApiId: parts()[0], stageName: parts()[1] });

describe('the REST API of the stack', () => {
  it('is the one behind its address', async () => {
    const { restApiId } = asked();
    const { items = [] } = await apiGateway.send(new GetRestApisCommand({}));
    expect(items.map(({ id }) => id)).toEqual([restApiId]);
    const api = await apiGateway.send(new GetRestApiCommand({ restApiId }));
    expect(api).toMatchObject({ id: restApiId, name: expect.any(String), createdDate: expect.any(Date) });
    expect(api).toMatchObject(items[0] ?? {});
  });

  it('has its stage, with what the template sets', async () => {
    const { item = [] } = await apiGateway.send(new GetStagesCommand({ restApiId: asked().restApiId }));
    expect(item.map(({ stageName }) => stageName)).toEqual([asked().stageName]);
    const stage = await apiGateway.send(new GetStageCommand(asked()));
    expect(stage).toMatchObject({
      deploymentId: expect.any(String),
      methodSettings: {
        '*/*': { throttlingRateLimit: expect.any(Number), throttlingBurstLimit: expect.any(Number) },
      },
    });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['another API', () => apiGateway.send(new GetRestApiCommand({ restApiId: 'other' })), 'NotFoundException'],
    ['stages of another', () => apiGateway.send(new GetStagesCommand({ restApiId: 'other' })), 'NotFoundException'],
    [
      'another stage',
      () => apiGateway.send(new GetStageCommand({ ...asked(), stageName: 'other' })),
      'NotFoundException',
    ],
    ['a second page', () => apiGateway.send(new GetRestApisCommand({ position: 'x' })), 'SandboxUnsupported'],
  ])('is not %s', async (_, ask, name) => {
    await expect(ask()).rejects.toMatchObject({ name });
  });

  it('is shown to whoever may GET it, and nothing below it', async () => {
    const asUser = new APIGatewayClient(optionsOf((await signedInUser(sandbox)).credentials));
    await expect(asUser.send(new GetRestApiCommand(asked()))).resolves.toMatchObject({ id: asked().restApiId });
    await expect(asUser.send(new GetStageCommand(asked()))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /apigateway:GET on resource: arn:aws:apigateway:us-east-1::\/restapis\/\w+\/stages/,
      ),
    });
    expect(sandbox.guard.counts()['apigateway:GetRestApi']?.calls).toBeGreaterThan(0);
  });
});
