import {
  AttachPolicyCommand,
  DescribeEndpointCommand,
  DetachPolicyCommand,
  GetEffectivePoliciesCommand,
  GetPolicyCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  ListThingTypesCommand,
  TestAuthorizationCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, IoTDataPlaneClient, SendDirectMessageCommand } from '@aws-sdk/client-iot-data-plane';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

const identity = (number: number) => `us-east-1:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let sandbox: Sandbox;
let iot: IoTClient;
let data: IoTDataPlaneClient;
let policyName: string;
beforeAll(async () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Publish', Resource: '*' }] };
  const assembly = synthesizedAssembly((template) => {
    for (let number = 1; number <= 10; number++) {
      const Tags = [{ Key: 'team', Value: 'a' }];
      const Properties = { PolicyName: `Extra${number}`, PolicyDocument: document, Tags };
      template.Resources[`Extra${number}`] = { Type: 'AWS::IoT::Policy', Properties };
    }
  });
  sandbox = await runningSandbox({ assembly });
  policyName = sandbox.outputs.IotPolicyName ?? '';
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const options = { region: 'us-east-1', endpoint: sandbox.url, credentials, maxAttempts: 1 };
  iot = new IoTClient(options);
  data = new IoTDataPlaneClient(options);
});
// A second passes between two tests, for their quotas.
beforeEach(() => sandbox.clock.advance(1000));
afterAll(() => sandbox.stop());

const attach = (target: string, name = policyName) => iot.send(new AttachPolicyCommand({ policyName: name, target }));

describe('attaching IoT policies', () => {
  it('twice is the same as once, and each side lists the other', async () => {
    await attach(identity(1));
    await attach(identity(1));
    const { policies } = await iot.send(new ListAttachedPoliciesCommand({ target: identity(1) }));
    const { targets } = await iot.send(new ListTargetsForPolicyCommand({ policyName }));
    expect(policies).toEqual([{ policyName, policyArn: `arn:aws:iot:us-east-1:111122223333:policy/${policyName}` }]);
    expect(targets).toEqual([`111122223333:${identity(1)}`]);
    await iot.send(new DetachPolicyCommand({ policyName, target: identity(1) }));
    expect((await iot.send(new ListAttachedPoliciesCommand({ target: identity(1) }))).policies).toEqual([]);
  });

  it('is ten at most for one identity', async () => {
    for (let number = 1; number <= 10; number++) await attach(identity(2), `Extra${number}`);
    await expect(attach(identity(2))).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 410 },
    });
  });

  it('is refused beyond fifteen a second', async () => {
    const results = await Promise.allSettled(Array.from({ length: 60 }, (_, number) => attach(identity(100 + number))));
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors[0]).toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } });
  });

  it.each([
    {
      title: 'a policy that is not there',
      target: identity(3),
      name: 'Nope',
      error: 'ResourceNotFoundException',
      status: 404,
    },
    {
      title: 'an identity of another Region',
      target: identity(3).replace('us-east-1', 'eu-west-1'),
      error: 'InvalidRequestException',
      status: 400,
    },
    {
      title: 'an account, Region and identity',
      target: `111122223333:${identity(3)}`,
      error: 'InvalidRequestException',
      status: 400,
    },
    { title: 'an identity pool by name', target: 'us-east-1:pool', error: 'InvalidRequestException', status: 400 },
    {
      title: 'a certificate',
      target: 'arn:aws:iot:us-east-1:111122223333:cert/a',
      error: 'InvalidRequestException',
      status: 400,
    },
  ])('is refused for $title', async ({ target, name, error, status }) => {
    await expect(attach(target, name)).rejects.toMatchObject({ name: error, $metadata: { httpStatusCode: status } });
  });
});

describe('listing', () => {
  it('goes page by page', async () => {
    for (let number = 1; number <= 5; number++) await attach(identity(4), `Extra${number}`);
    const names: (string | undefined)[] = [];
    let marker: string | undefined;
    do {
      const page = await iot.send(new ListAttachedPoliciesCommand({ target: identity(4), pageSize: 2, marker }));
      names.push(...(page.policies ?? []).map((policy) => policy.policyName));
      marker = page.nextMarker;
    } while (marker !== undefined);
    expect(names).toEqual(['Extra1', 'Extra2', 'Extra3', 'Extra4', 'Extra5']);
  });

  it.each([{ pageSize: 0 }, { pageSize: 251 }, { marker: 'x' }, { marker: '-1' }])(
    'refuses the page %j',
    async (page) => {
      const command = new ListAttachedPoliciesCommand({ target: identity(4), ...page });
      await expect(iot.send(command)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    },
  );
});

describe('asking about policies', () => {
  it('gives their documents, and those in effect', async () => {
    await attach(identity(5), 'Extra1');
    const policy = await iot.send(new GetPolicyCommand({ policyName: 'Extra1' }));
    expect(JSON.parse(policy.policyDocument ?? '').Statement[0].Action).toBe('iot:Publish');
    const { effectivePolicies } = await iot.send(new GetEffectivePoliciesCommand({ principal: identity(5) }));
    expect(effectivePolicies?.map((one) => one.policyName)).toEqual(['Extra1']);
  });

  it('gives their tags, by their ARNs', async () => {
    const tags = async (name: string) => {
      const resourceArn = `arn:aws:iot:us-east-1:111122223333:policy/${name}`;
      return (await iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
    };
    expect(await tags('Extra1')).toEqual([{ Key: 'team', Value: 'a' }]);
    expect(await tags(policyName)).toEqual([]);
    await expect(tags('Nope')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('tests what an identity may do by its IoT policies', async () => {
    await attach(identity(6));
    const arn = (rest: string) => `arn:aws:iot:us-east-1:111122223333:${rest}`;
    const { authResults } = await iot.send(
      new TestAuthorizationCommand({
        principal: identity(6),
        authInfos: [
          { actionType: 'CONNECT', resources: [arn(`client/${identity(6)}`)] },
          { actionType: 'PUBLISH', resources: [arn(`topic/users/${identity(7)}/a`)] },
        ],
      }),
    );
    expect(authResults?.map(({ authDecision }) => authDecision)).toEqual(['ALLOWED', 'IMPLICIT_DENY']);
  });

  it('names of the attached policies those that decide so', async () => {
    await attach(identity(8));
    await iot.send(new AttachPolicyCommand({ policyName: 'Extra1', target: identity(8) }));
    const resources = [`arn:aws:iot:us-east-1:111122223333:topic/users/${identity(7)}/a`];
    const authInfos = (['PUBLISH', 'SUBSCRIBE'] as const).map((actionType) => ({ actionType, resources }));
    const { authResults } = await iot.send(new TestAuthorizationCommand({ principal: identity(8), authInfos }));
    const names = (policies?: { policyName?: string | undefined }[]) => policies?.map((one) => one.policyName);
    expect(authResults?.map(({ authDecision }) => authDecision)).toEqual(['ALLOWED', 'IMPLICIT_DENY']);
    expect(names(authResults?.[0]?.allowed?.policies)).toEqual(['Extra1']);
    expect(names(authResults?.[1]?.denied?.implicitDeny?.policies)).toEqual([policyName, 'Extra1']);
  });

  it('refuses by name to test policies that are not attached', async () => {
    const authInfos = [{ actionType: 'CONNECT' as const, resources: ['*'] }];
    const command = new TestAuthorizationCommand({ principal: identity(6), authInfos, policyNamesToAdd: ['Extra1'] });
    await expect(iot.send(command)).rejects.toThrow('policyNamesToAdd');
  });
});

describe('the other operations', () => {
  it('name the endpoint of the data plane, and no other', async () => {
    const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
    expect(`http://${endpointAddress}`).toBe(sandbox.url);
    // Without a type AWS answers as for iot:Data.
    for (const endpointType of [undefined, 'iot:Data']) {
      expect(await iot.send(new DescribeEndpointCommand({ endpointType }))).toMatchObject({ endpointAddress });
    }
    const jobs = new DescribeEndpointCommand({ endpointType: 'iot:Jobs' });
    await expect(iot.send(jobs)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('find no connection to delete', async () => {
    const clientId = identity(8);
    await expect(data.send(new DeleteConnectionCommand({ clientId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([
    { title: 'a body that is no JSON', body: '{', code: 'SerializationException', status: 400 },
    { title: 'a body without a target', body: '{}', code: 'InvalidRequestException', status: 400 },
  ])('refuse $title', async ({ body, code, status }) => {
    const credentials = sandbox.views.operator() as AwsCredentials;
    const url = `${sandbox.url}/target-policies/Extra1`;
    const response = await signedFetch(url, { credentials, service: 'iot', method: 'PUT', body });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, code]);
  });
});

it('an operation that there is not is refused by name', async () => {
  await expect(iot.send(new ListThingTypesCommand())).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('GET /thing-types'),
  });
  const message = new SendDirectMessageCommand({ clientId: 'a', topic: 'b' });
  await expect(data.send(message)).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('POST /connections/a/messages'),
  });
});

describe('the switches of the sandbox', () => {
  it('make an operation fail, and take that back', async () => {
    sandbox.guard.setFailure('iot:AttachPolicy', { code: 'ServiceUnavailableException', rate: 1 });
    await expect(attach(identity(9))).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    sandbox.guard.reset('iot:AttachPolicy');
    await expect(attach(identity(9))).resolves.toBeDefined();
    expect(sandbox.guard.counts()['iot:AttachPolicy']).toMatchObject({ failed: 1 });
  });

  it('let a call never answer', async () => {
    sandbox.guard.setFailure('iot:AttachPolicy', { code: 'Timeout', rate: 1 });
    const given = iot.send(new AttachPolicyCommand({ policyName, target: identity(9) }), {
      abortSignal: AbortSignal.timeout(100),
    });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    sandbox.guard.reset('iot:AttachPolicy');
  });

  it('set a quota', async () => {
    sandbox.guard.setQuota('iot:DescribeEndpoint', 0);
    const command = new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' });
    await expect(iot.send(command)).rejects.toMatchObject({ name: 'ThrottlingException' });
    sandbox.guard.reset('iot:DescribeEndpoint');
  });
});
