import { UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { AttachPolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-iot';
import { exception } from '../function-under-test.js';
import { directContext, httpApiEvent, identityId, identityPoolId, restEvent } from '../signed-request.js';
import { functionWithDirectory, identityItem } from './function-with-directory.js';

const now = '2026-11-20T10:00:00.000Z';

const writesOf = ({ dynamo }: ReturnType<typeof functionWithDirectory>) =>
  dynamo.commandCalls(UpdateItemCommand).map((call) => call.args[0].input);

beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now)));
afterEach(() => jest.restoreAllMocks());

describe('POST records the identity', () => {
  it.each([
    { title: 'a REST API', event: restEvent({ role: 'Staff' }) },
    { title: 'an HTTP API', event: httpApiEvent({ role: 'Staff' }) },
  ])('in one conditional write, before anything is attached: $title', async ({ event }) => {
    const lambda = functionWithDirectory();
    const { statusCode, json } = await lambda.answer(event);
    expect(statusCode).toBe(200);
    expect(json.connection).not.toHaveProperty('devices');
    expect(lambda.steps).toEqual(['record', 'query', 'attach MyPolicy']);
    expect(writesOf(lambda)).toEqual([
      {
        TableName: 'Directory',
        Key: identityItem,
        ReturnValues: 'ALL_OLD',
        UpdateExpression:
          'SET identityPoolId = :pool, roleName = :role, lastPost = :now, ' +
          'firstPost = if_not_exists(firstPost, :now) REMOVE detachedAt',
        ConditionExpression: 'attribute_not_exists(lastPost) OR lastPost <= :now',
        ExpressionAttributeValues: { ':pool': { S: identityPoolId }, ':now': { S: now }, ':role': { S: 'Staff' } },
      },
    ]);
  });

  it.each(['arn:aws:iam::111122223333:user/somebody', null])('without a role where it is %p', async (userArn) => {
    const event = restEvent();
    const identity = { ...event.requestContext.identity, userArn };
    const lambda = functionWithDirectory();
    await lambda.answer({ ...event, requestContext: { ...event.requestContext, identity } });
    const [{ UpdateExpression, ExpressionAttributeValues } = {} as UpdateItemCommandInput] = writesOf(lambda);
    expect(UpdateExpression).toMatch(/^SET identityPoolId = :pool, lastPost .* REMOVE detachedAt, roleName$/);
    expect(ExpressionAttributeValues).not.toHaveProperty(':role');
  });

  it('goes on when a later POST has, and takes the mark of a DELETE away', async () => {
    const lambda = functionWithDirectory();
    lambda.dynamo.on(UpdateItemCommand).rejectsOnce(exception('ConditionalCheckFailedException')).resolves({});
    expect((await lambda.answer(restEvent())).statusCode).toBe(200);
    expect(writesOf(lambda)[1]).toEqual({
      TableName: 'Directory',
      Key: identityItem,
      ReturnValues: 'ALL_OLD',
      UpdateExpression: 'REMOVE detachedAt',
      ConditionExpression: 'attribute_exists(lastPost)',
    });
    expect(lambda.steps).toEqual(['query', 'attach MyPolicy']);
  });

  it('attaches nothing when the item was deleted between', async () => {
    const lambda = functionWithDirectory();
    lambda.dynamo.on(UpdateItemCommand).rejects(exception('ConditionalCheckFailedException'));
    expect(await lambda.answer(restEvent())).toMatchObject({ statusCode: 503, json: { code: 'DirectoryUnavailable' } });
    expect(lambda.iot.calls()).toEqual([]);
  });
});

describe('a write that fails', () => {
  const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

  it.each([
    { thrown: exception('AccessDeniedException'), remedy: 'dynamodb:UpdateItem' },
    { thrown: exception('ResourceNotFoundException'), remedy: '"Directory" is missing' },
    { thrown: exception('ExpiredTokenException'), remedy: 'have expired' },
    { thrown: exception('UnrecognizedClientException'), remedy: 'does not know the credentials' },
    { thrown: exception('CredentialsProviderError'), remedy: 'does not know the credentials' },
    { thrown: exception('ValidationException'), remedy: 'see the error' },
    { thrown: new TypeError('x is not a function'), remedy: 'see the error' },
    { thrown: exception('ThrottlingException'), remedy: undefined },
    { thrown: exception('ProvisionedThroughputExceededException', status(400)), remedy: undefined },
    { thrown: exception('RequestLimitExceeded'), remedy: undefined },
    { thrown: exception('InternalServerError', status(500)), remedy: undefined },
    { thrown: exception('UnknownError', status(503)), remedy: undefined },
    { thrown: exception('Error', { code: 'ECONNREFUSED' }), remedy: undefined },
    { thrown: exception('TimeoutError', { code: 'ECONNRESET' }), remedy: undefined },
    { thrown: exception('TimeoutError'), remedy: undefined },
  ])('with $thrown.name is 503, and nothing is attached', async ({ thrown, remedy }) => {
    const lambda = functionWithDirectory();
    lambda.dynamo.on(UpdateItemCommand).rejects(thrown);
    const { statusCode, json, headers } = await lambda.answer(restEvent());
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 503, code: 'DirectoryUnavailable' });
    expect(headers['retry-after']).toMatch(/^[2-5]$/);
    expect(json.message).not.toContain('Directory');
    expect(lambda.iot.calls()).toEqual([]);
    const line = { event: 'attach', code: 'DirectoryUnavailable', identityId };
    expect(lambda.logs).toMatchObject([
      remedy === undefined
        ? { level: 'warn', line }
        : { level: 'error', line: { ...line, remedy: expect.stringContaining(remedy) } },
    ]);
  });
});

describe('an attach that fails', () => {
  it('was recorded before, and nothing is written after it', async () => {
    const lambda = functionWithDirectory();
    lambda.iot.on(AttachPolicyCommand).rejects(exception('LimitExceededException'));
    expect((await lambda.answer(restEvent())).json.code).toBe('PolicyLimitExceeded');
    expect(lambda.steps).toEqual(['record', 'query']);
  });
});

describe('GET', () => {
  it('reads, and records nothing', async () => {
    const lambda = functionWithDirectory();
    const { statusCode, json } = await lambda.answer(restEvent({ method: 'GET' }));
    expect(statusCode).toBe(200);
    expect(json).not.toHaveProperty('revoked');
    expect(json.connection).not.toHaveProperty('devices');
    expect(lambda.steps.sort()).toEqual(['list', 'query']);
  });
});

describe('DELETE', () => {
  it('marks the identity, if it is there, then detaches', async () => {
    const lambda = functionWithDirectory();
    expect((await lambda.answer(restEvent({ method: 'DELETE' }))).statusCode).toBe(200);
    expect(lambda.steps).toEqual(['mark', 'detach MyPolicy', 'disconnect']);
    expect(writesOf(lambda)).toEqual([
      {
        TableName: 'Directory',
        Key: identityItem,
        ReturnValues: 'ALL_OLD',
        UpdateExpression: 'SET detachedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': { S: now } },
      },
    ]);
  });

  it('is fine for an identity that was never recorded', async () => {
    const lambda = functionWithDirectory();
    lambda.dynamo.on(UpdateItemCommand).rejects(exception('ConditionalCheckFailedException'));
    expect((await lambda.answer(restEvent({ method: 'DELETE' }))).statusCode).toBe(200);
    expect(lambda.steps).toEqual(['detach MyPolicy', 'disconnect']);
  });

  it('detaches all the same when the directory is out, and says 503 so that the caller comes back', async () => {
    const lambda = functionWithDirectory();
    lambda.dynamo.on(UpdateItemCommand).rejects(exception('InternalServerError'));
    expect(await lambda.answer(restEvent({ method: 'DELETE' }))).toMatchObject({
      statusCode: 503,
      json: { code: 'DirectoryUnavailable' },
    });
    expect(lambda.steps).toEqual(['detach MyPolicy', 'disconnect']);
  });

  it('says what AWS IoT said when both fail', async () => {
    const lambda = functionWithDirectory();
    lambda.dynamo.on(UpdateItemCommand).rejects(exception('InternalServerError'));
    lambda.iot.on(DetachPolicyCommand).rejects(exception('AccessDeniedException'));
    expect((await lambda.answer(restEvent({ method: 'DELETE' }))).json.code).toBe('AttachForbidden');
  });
});

describe('a direct invocation', () => {
  it.each(['attach', 'status', 'detach'])('names no user, so it is refused: %s', async (action) => {
    const lambda = functionWithDirectory();
    await expect(lambda.handler({ action }, directContext())).rejects.toMatchObject({ name: 'UnknownUser' });
    expect(lambda.steps).toEqual([]);
  });
});
