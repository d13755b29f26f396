import { IoTClient, type IoTClientConfig } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { createIotClients } from '../../../lambda/attach-policy/iot-clients.js';
import { functionOver } from './function-under-test.js';
import { type IotAnswer, type IotStub, iotException, startIotStub } from './iot-stub.js';
import { identityId, lambdaContext, restEvent } from './signed-request.js';

const put = 'PUT /target-policies/MyPolicy';
const ok: IotAnswer = (response) => response.end();
const throttle: IotAnswer = (response) => iotException(response, 400, 'ThrottlingException');
const reset: IotAnswer = (response) => response.socket?.destroy();
const fail =
  (status: number, name: string): IotAnswer =>
  (response) =>
    iotException(response, status, name);

/** The SDK's own strategy with its waits scaled down to nothing. */
const impatient = new StandardRetryStrategy({
  maxAttempts: 3,
  backoff: { setDelayBase: () => undefined, computeNextBackoffDelay: () => 1 },
}) as IoTClientConfig['retryStrategy'];

describe('retries against a real server', () => {
  let stub: IotStub;
  let script: IotAnswer[];
  let retryStrategy: IoTClientConfig['retryStrategy'];
  const kept = process.env;

  beforeEach(async () => {
    script = [];
    retryStrategy = impatient;
    stub = await startIotStub((response, index, request) => (script[index] ?? ok)(response, index, request));
    process.env = {
      ...kept,
      AWS_ENDPOINT_URL: stub.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
  });

  afterEach(async () => {
    process.env = kept;
    await stub.stop();
  });

  const lambda = () => {
    const clients = createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined, retryStrategy });
    return functionOver(clients);
  };

  it.each([
    { title: 'one success: one request', answers: [ok], status: 200, attempts: 1 },
    { title: 'throttled: one request, the caller is to call again', answers: [throttle], status: 503, attempts: 1 },
    { title: 'a reset connection, then success: two', answers: [reset, ok], status: 200, attempts: 2 },
    {
      title: 'a failure inside IoT, then success: two',
      answers: [fail(500, 'InternalFailureException'), ok],
      status: 200,
      attempts: 2,
    },
    {
      title: 'ten policies: one request, never retried',
      answers: [fail(410, 'LimitExceededException')],
      status: 409,
      attempts: 1,
    },
    {
      title: 'no such policy: one request',
      answers: [fail(404, 'ResourceNotFoundException')],
      status: 500,
      attempts: 1,
    },
    { title: 'no permission: one request', answers: [fail(403, 'AccessDeniedException')], status: 500, attempts: 1 },
  ])('$title', async ({ answers, status, attempts }) => {
    script = answers;
    const { answer, logs } = lambda();
    expect((await answer(restEvent())).statusCode).toBe(status);
    expect(stub.requests).toEqual(Array(attempts).fill(put));
    expect(logs).toMatchObject([{ line: { attempts } }]);
  });

  const raw =
    (status: number, type: string | undefined, body: string, cutOff = false): IotAnswer =>
    (response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...(type && { 'x-amzn-errortype': type }) });
      if (!cutOff) response.end(body);
      else response.write(body, () => setImmediate(() => response.destroy()));
    };

  it.each([
    { title: '429 without type', answer: raw(429, undefined, '{"message":"slow down"}') },
    { title: '429 without body', answer: raw(429, undefined, '') },
    { title: '429 with a page', answer: raw(429, undefined, '<html>') },
    { title: 'half a body', answer: raw(400, 'ThrottlingException:http://internal/', '{"message":"Rate exc') },
    { title: 'a connection that ends in the body', answer: raw(400, 'ThrottlingException', '{"mess', true) },
    { title: 'RequestLimitExceeded with 503', answer: raw(503, 'RequestLimitExceeded', '{"message":"x"}') },
    { title: 'ThrottledException in the body', answer: raw(400, undefined, '{"__type":"ThrottledException"}') },
    { title: 'a name space', answer: raw(400, undefined, '{"code":"com.amazon.iot#ThrottlingException"}') },
  ])('takes $title for throttling: one request, and the caller is told when to come back', async ({ answer }) => {
    script = [answer];
    const { statusCode, json, headers } = await lambda().answer(restEvent());
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 503, code: 'Throttled' });
    expect(headers['retry-after']).toMatch(/^[1-6]$/);
    expect(stub.requests).toEqual([put]);
  });

  it.each([
    { title: 'ten policies', answer: raw(410, 'LimitExceededException', '{"mess'), said: '409 PolicyLimitExceeded' },
    { title: 'no such policy', answer: raw(404, 'ResourceNotFoundException', '<'), said: '500 PolicyNotFound' },
    { title: 'no permission', answer: raw(403, 'AccessDeniedException', '{'), said: '500 AttachForbidden' },
    { title: 'no exception', answer: raw(403, undefined, '<html>'), said: '503 IotUnavailable' },
    { title: 'success', answer: raw(200, undefined, '{"policies":[{"pol'), said: '503 IotUnavailable', method: 'GET' },
    {
      title: 'expired credentials of the function',
      answer: raw(403, 'ExpiredTokenException', '{"message":"The security token included in the request is expired"}'),
      said: '503 FunctionCredentialsExpired',
    },
    {
      title: 'unknown credentials of the function',
      answer: raw(403, 'UnrecognizedClientException', '{"message":"The security token … is invalid."}'),
      said: '500 FunctionCredentialsRefused',
    },
  ])('says $said for $title, though the body is half or none', async ({ answer, said, method }) => {
    script = [answer];
    const { statusCode, json } = await lambda().answer(restEvent({ method: method ?? 'POST' }));
    expect(`${statusCode} ${json.code}`).toBe(said);
    expect(stub.requests).toHaveLength(1);
  });

  it('says for a function without credentials that they are the ones refused', async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    process.env.AWS_EC2_METADATA_DISABLED = 'true';
    process.env.HOME = '/nowhere';
    const { json, statusCode } = await lambda().answer(restEvent());
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 500, code: 'FunctionCredentialsRefused' });
  });

  it('once throttled, turns callers away for a while without asking, each to another time', async () => {
    script = [throttle];
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { answer, logs } = lambda();
    const answers = [];
    for (let call = 0; call < 5; call += 1) answers.push(await answer(restEvent()));
    clock.mockRestore();
    expect(answers.map(({ statusCode, json }) => `${statusCode} ${json.code}`)).toEqual(Array(5).fill('503 Throttled'));
    expect(answers.map(({ headers }) => headers['retry-after'])).toEqual(['1', '1', '2', '2', '2']);
    expect(stub.requests).toEqual([put]);
    expect(logs.map(({ line }) => line.attempts)).toEqual([1, 0, 0, 0, 0]);
  });

  it('asks for one operation though another is throttled: each has a quota of its own', async () => {
    script = [throttle, (response) => response.end('{}')];
    const { answer } = lambda();
    expect((await answer(restEvent())).statusCode).toBe(503);
    expect((await answer(restEvent({ method: 'GET' }))).statusCode).toBe(200);
  });

  it('sends one PUT for each of several calls', async () => {
    const { answer } = lambda();
    for (let call = 0; call < 5; call += 1) await answer(restEvent());
    expect(stub.requests).toEqual(Array(5).fill(put));
  });

  it('detaches with POST and disconnects with DELETE, and counts both', async () => {
    script = [reset, ok, fail(404, 'ResourceNotFoundException')];
    const { answer, logs } = lambda();
    expect((await answer(restEvent({ method: 'DELETE' }))).statusCode).toBe(200);
    const detach = 'POST /target-policies/MyPolicy';
    expect(stub.requests).toEqual([detach, detach, `DELETE /connections/${encodeURIComponent(identityId)}`]);
    expect(logs).toMatchObject([{ line: { event: 'detach', attempts: 3 } }]);
  });

  it('lets go of a connection on which AWS IoT is silent when the deadline strikes', async () => {
    let closed: () => void = () => undefined;
    const connectionClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    script = [(response) => void response.on('close', closed)];
    const { json } = await lambda().answer(restEvent(), lambdaContext(undefined, 1000));
    expect(json.code).toBe('IotTimeout');
    await connectionClosed;
  });

  it("does not wait for the SDK's pause between attempts when the deadline strikes", async () => {
    retryStrategy = new StandardRetryStrategy({
      maxAttempts: 3,
      backoff: { setDelayBase: () => undefined, computeNextBackoffDelay: () => 300 },
    }) as IoTClientConfig['retryStrategy'];
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    script = [reset];
    const started = performance.now();
    const { json } = await lambda().answer(restEvent(), lambdaContext(undefined, 540));
    expect(performance.now() - started).toBeLessThan(250);
    expect(json.code).toBe('IotTimeout');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(stub.requests).toHaveLength(1);
  });
});

describe('the clients', () => {
  const { iot, iotData } = createIotClients({
    region: 'eu-west-1',
    dataPlaneUrl: 'https://abc-ats.iot.eu-west-1.amazonaws.com',
  });

  it.each([
    { title: 'control plane', client: iot },
    { title: 'data plane', client: iotData },
  ])('of the $title try three times and really enforce their time-outs', async ({ client }) => {
    expect(client).toBeInstanceOf(client === iot ? IoTClient : IoTDataPlaneClient);
    expect(await client.config.maxAttempts()).toBe(3);
    expect(await client.config.retryStrategy()).toMatchObject({ mode: 'standard' });
    // Private to the SDK, and the only place where the settings in force can be seen.
    const handler = client.config.requestHandler as unknown as { configProvider: Promise<object> };
    expect(await handler.configProvider).toMatchObject({
      connectionTimeout: 1000,
      requestTimeout: 2000,
      socketTimeout: 2000,
      throwOnRequestTimeout: true,
    });
  });

  it("of the data plane call the account's own endpoint", async () => {
    expect((await iotData.config.endpoint?.())?.hostname).toBe('abc-ats.iot.eu-west-1.amazonaws.com');
  });
});
