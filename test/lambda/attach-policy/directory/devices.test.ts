import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { AttachPolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-iot';
import { exception } from '../function-under-test.js';
import { identityId, restEvent, sub } from '../signed-request.js';
import {
  access,
  deviceEnvironment,
  deviceItem,
  functionWithDirectory,
  identityItem,
  ownPolicy,
} from './function-with-directory.js';

const withDevices = (...devices: ReturnType<typeof deviceItem>[]) =>
  functionWithDirectory({ environment: deviceEnvironment, devices });
const { publish, subscribe, receive, shadow } = access;
const topics = { publish, subscribe, receive };
const missing = exception('ResourceNotFoundException');

describe('POST with devices', () => {
  it("records, then reads the devices, then attaches the shared policy and the user's own", async () => {
    const lambda = withDevices(deviceItem('lamp', 0), deviceItem('door', 2), deviceItem('bulb', 0));
    const { json } = await lambda.answer(restEvent());
    expect(json.connection.devices).toEqual({ names: ['bulb', 'door', 'lamp'], all: false, topics, shadow });
    expect(lambda.steps.slice(0, 2)).toEqual(['record', 'query']);
    const policies = ['MyPolicy', ownPolicy(0), ownPolicy(2)];
    expect(lambda.steps.slice(2).sort()).toEqual(policies.map((name) => `attach ${name}`).sort());
    const targets = lambda.iot.commandCalls(AttachPolicyCommand).map((call) => call.args[0].input.target);
    expect(new Set(targets)).toEqual(new Set([identityId]));
    expect(lambda.dynamo.commandCalls(QueryCommand).map((call) => call.args[0].input)).toEqual([
      {
        TableName: 'Directory',
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :devices AND :revoked',
        ExpressionAttributeValues: {
          ':pk': identityItem.pk,
          ':devices': { S: 'device#' },
          ':revoked': { S: `revoked#${sub}` },
        },
        ExclusiveStartKey: undefined,
      },
    ]);
  });

  it.each([
    { state: 'granted', names: ['lamp'], own: [`attach ${ownPolicy(1)}`] },
    { state: 'granting', names: ['lamp'], own: [`attach ${ownPolicy(1)}`] },
    { state: 'revoking', names: [], own: [] },
  ] as const)('takes a device that is $state for names $names', async ({ state, names, own }) => {
    const lambda = withDevices(deviceItem('lamp', 1, state));
    const { json } = await lambda.answer(restEvent());
    expect(json.connection.devices).toEqual({ names, all: false, topics, shadow });
    expect(lambda.steps.slice(3)).toEqual(own);
  });

  it('tells who may reach every device, without a name for it', async () => {
    const lambda = withDevices(deviceItem('*', 3), deviceItem('lamp', 0, 'revoking'));
    expect((await lambda.answer(restEvent())).json.connection.devices).toMatchObject({ names: [], all: true });
    expect(lambda.steps.slice(3)).toEqual([`attach ${ownPolicy(3)}`]);
  });

  it('reads every page', async () => {
    const lambda = withDevices();
    const next = deviceItem('door', 0);
    lambda.dynamo
      .on(QueryCommand)
      .resolves({ Items: [deviceItem('lamp', 1)] })
      .on(QueryCommand, { ExclusiveStartKey: undefined })
      .resolves({ Items: [deviceItem('door', 0)], LastEvaluatedKey: next });
    expect((await lambda.answer(restEvent())).json.connection.devices.names).toEqual(['door', 'lamp']);
    expect(lambda.dynamo.commandCalls(QueryCommand).map((call) => call.args[0].input.ExclusiveStartKey)).toEqual([
      undefined,
      next,
    ]);
  });

  it.each([
    { state: 'granting', warned: [] },
    { state: 'granted', warned: [{ event: 'device-policy-missing', policyName: ownPolicy(1), identityId }] },
  ] as const)('goes on without the policy of a device that is $state', async ({ state, warned }) => {
    const lambda = withDevices(deviceItem('lamp', 1, state), deviceItem('door', 0));
    lambda.iot.on(AttachPolicyCommand, { policyName: ownPolicy(1) }).rejects(missing);
    const { statusCode, json } = await lambda.answer(restEvent());
    expect({ statusCode, names: json.connection.devices.names }).toEqual({ statusCode: 200, names: ['door', 'lamp'] });
    expect(lambda.steps).toContain(`attach ${ownPolicy(0)}`);
    const warnings = lambda.logs.filter(({ level }) => level === 'warn').map(({ line }) => line);
    expect(warnings).toEqual(
      warned.map((line) => ({ ...line, remedy: expect.stringContaining('cognito-iot grants repair') })),
    );
  });

  it('still fails when the shared policy is missing', async () => {
    const lambda = withDevices(deviceItem('lamp', 1));
    lambda.iot.on(AttachPolicyCommand, { policyName: 'MyPolicy' }).rejects(missing);
    expect((await lambda.answer(restEvent())).json.code).toBe('PolicyNotFound');
  });

  it('takes what is attached already for success, and ten policies for PolicyLimitExceeded', async () => {
    const lambda = withDevices(deviceItem('lamp', 1));
    const own = lambda.iot.on(AttachPolicyCommand, { policyName: ownPolicy(1) });
    own.rejects(exception('ResourceAlreadyExistsException'));
    expect((await lambda.answer(restEvent())).statusCode).toBe(200);
    own.rejects(exception('LimitExceededException'));
    expect(await lambda.answer(restEvent())).toMatchObject({ statusCode: 409, json: { code: 'PolicyLimitExceeded' } });
  });

  it('says DirectoryUnavailable when the devices cannot be read, and attaches nothing', async () => {
    const lambda = withDevices(deviceItem('lamp', 1));
    lambda.dynamo.on(QueryCommand).rejects(exception('ThrottlingException'));
    const { statusCode, json } = await lambda.answer(restEvent());
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 503, code: 'DirectoryUnavailable' });
    expect(lambda.steps).toEqual(['record']);
  });

  it('reads and attaches nothing when the identity could not be recorded', async () => {
    const lambda = withDevices(deviceItem('lamp', 1));
    lambda.dynamo.on(UpdateItemCommand).rejects(exception('AccessDeniedException'));
    expect((await lambda.answer(restEvent())).json.code).toBe('DirectoryUnavailable');
    expect(lambda.steps).toEqual([]);
  });
});

describe('GET with devices', () => {
  it('tells them, from one query, and changes nothing', async () => {
    const lambda = withDevices(deviceItem('lamp', 1), deviceItem('door', 0, 'revoking'));
    const { json } = await lambda.answer(restEvent({ method: 'GET' }));
    expect(json).toMatchObject({ attached: true, connection: { devices: { names: ['lamp'], all: false, topics } } });
    expect(lambda.steps.sort()).toEqual(['list', 'query']);
  });
});

describe('DELETE with devices', () => {
  const answer = (lambda: ReturnType<typeof withDevices>) => lambda.answer(restEvent({ method: 'DELETE' }));
  const own = (...slots: number[]) => slots.map((slot) => `detach ${ownPolicy(slot)}`);

  it("marks the identity, then detaches the user's own policies, whatever their state, and then the shared one", async () => {
    const lambda = withDevices(deviceItem('lamp', 1, 'revoking'), deviceItem('door', 4), deviceItem('bulb', 4));
    const { statusCode, json } = await answer(lambda);
    expect({ statusCode, json }).toMatchObject({ statusCode: 200, json: { attached: false } });
    expect(json).not.toHaveProperty('connection');
    expect(lambda.steps).toEqual(['mark', 'query', ...own(1, 4), 'detach MyPolicy', 'disconnect']);
  });

  it('does not mind one that is gone', async () => {
    const lambda = withDevices(deviceItem('lamp', 1));
    lambda.iot.on(DetachPolicyCommand, { policyName: ownPolicy(1) }).rejects(missing);
    expect((await answer(lambda)).statusCode).toBe(200);
    expect(lambda.steps).toEqual(['mark', 'query', 'detach MyPolicy', 'disconnect']);
  });

  it('keeps the shared one as long as one of them could not be detached', async () => {
    const lambda = withDevices(deviceItem('lamp', 1));
    lambda.iot.on(DetachPolicyCommand, { policyName: ownPolicy(1) }).rejects(exception('ThrottlingException'));
    expect((await answer(lambda)).json.code).toBe('Throttled');
    expect(lambda.steps).toEqual(['mark', 'query']);
  });

  it.each([
    { title: 'is out', fail: (lambda: ReturnType<typeof withDevices>) => lambda.dynamo.onAnyCommand(), before: [] },
    {
      title: 'cannot be read',
      fail: (lambda: ReturnType<typeof withDevices>) => lambda.dynamo.on(QueryCommand),
      before: ['mark'],
    },
  ])('detaches whatever there can be when the directory $title, and says 503', async ({ fail, before }) => {
    const lambda = withDevices(deviceItem('lamp', 1));
    if (before.length === 0) lambda.dynamo.reset();
    fail(lambda).rejects(exception('InternalServerError'));
    expect((await answer(lambda)).json.code).toBe('DirectoryUnavailable');
    expect(lambda.steps).toEqual([...before, ...own(0, 1, 2, 3, 4, 5), 'detach MyPolicy', 'disconnect']);
    // The second question would only cost the time that is left for leaving.
    expect(lambda.dynamo.calls()).toHaveLength(before.length + 1);
  });
});
