import { readConfiguration } from '../../../../lambda/attach-policy/configuration.js';
import { createDirectoryClient } from '../../../../lambda/attach-policy/directory/directory-client.js';
import { readDirectoryConfiguration } from '../../../../lambda/attach-policy/directory/directory-configuration.js';
import { createDirectoryPart } from '../../../../lambda/attach-policy/directory/directory-part.js';
import { primeWithDirectory } from '../../../../lambda/attach-policy/directory/priming-with-directory.js';
import { createIotClients } from '../../../../lambda/attach-policy/iot-clients.js';
import { environment, functionOver } from '../function-under-test.js';
import { type IotAnswer, type IotStub, startIotStub } from '../iot-stub.js';
import { identityPoolId, restEvent, userPoolId } from '../signed-request.js';
import { deviceEnvironment, directoryEnvironment } from './function-with-directory.js';

const put = 'PUT /target-policies/MyPolicy';
const healthy: IotAnswer = (response) => response.end('healthy: dynamodb.eu-west-1.amazonaws.com ');
const refused: IotAnswer = (response) => response.writeHead(403).end('<html>who are you?</html>');

describe('priming with a directory', () => {
  let dynamo: IotStub;
  let iot: IotStub;
  let answer: IotAnswer;
  const kept = process.env;

  beforeEach(async () => {
    answer = healthy;
    dynamo = await startIotStub((response, index, request) =>
      request.method === 'GET' ? answer(response, index, request) : response.end('{}'),
    );
    iot = await startIotStub((response) => response.end());
    process.env = {
      ...kept,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_IOT: iot.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
  });

  afterEach(async () => {
    process.env = kept;
    await Promise.all([dynamo.stop(), iot.stop()]);
  });

  const parts = (own: Readonly<Record<string, string>>) => {
    const client = createDirectoryClient({ region: 'eu-west-1' });
    const clients = createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined });
    const directory = createDirectoryPart({
      configuration: readDirectoryConfiguration(own),
      identityPoolId,
      client,
      console,
      now: Date.now,
    });
    const props = { configuration: readConfiguration(environment), clients, directory, client, userPoolId };
    return { ...props, prime: (patience?: number) => primeWithDirectory({ ...props, ...(patience && { patience }) }) };
  };

  it.each([
    { title: 'without devices', own: directoryEnvironment },
    { title: 'with devices', own: deviceEnvironment },
  ])('opens the connections that every call then uses, and records and attaches nobody: $title', async ({ own }) => {
    const { prime, clients, directory } = parts(own);
    await prime();
    expect(dynamo.requests).toEqual(['GET /', 'GET /']);
    expect(iot.requests).toEqual(['GET /']);
    const lambda = functionOver(clients, {}, () => directory);
    for (let call = 0; call < 3; call += 1) expect((await lambda.answer(restEvent())).statusCode).toBe(200);
    expect(dynamo.requests.slice(2)).toEqual(Array(3 * 2).fill('POST /'));
    expect(iot.requests).toEqual(['GET /', put, put, put]);
    expect([dynamo.connections(), iot.connections()]).toEqual([1, 1]);
  });

  it('opens that to AWS IoT whatever DynamoDB answers', async () => {
    answer = refused;
    await parts(deviceEnvironment).prime();
    expect(dynamo.requests).toEqual(['GET /', 'GET /']);
    expect(iot.requests).toEqual(['GET /']);
  });

  it('never answers a real call, even one that is made meanwhile', async () => {
    const { prime, clients, client, directory } = parts(directoryEnvironment);
    const priming = prime();
    await functionOver(clients, {}, () => directory).answer(restEvent());
    await priming;
    expect(dynamo.requests.filter((request) => request === 'POST /')).toHaveLength(2);
    expect(iot.requests.filter((request) => request === put)).toHaveLength(1);
    expect(client.middlewareStack.identify().join()).not.toContain('askForNothing');
  });

  it('gives up in time when DynamoDB is silent, and does nothing afterwards', async () => {
    let hungUp: () => void = () => undefined;
    const letGo = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    answer = (response) => void response.on('close', hungUp);
    const started = performance.now();
    await parts(deviceEnvironment).prime(300);
    expect(performance.now() - started).toBeLessThan(1300);
    await letGo;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(dynamo.requests).toEqual(['GET /']);
    expect(iot.requests).toEqual([]);
  });

  it.each([
    { title: 'nobody listens', prepare: () => dynamo.stop() },
    { title: 'the connection is reset', prepare: () => (answer = (response) => response.socket?.destroy()) },
    { title: 'there are no credentials', prepare: () => delete process.env.AWS_ACCESS_KEY_ID },
    { title: 'the endpoint is none', prepare: () => (process.env.AWS_ENDPOINT_URL_DYNAMODB = 'nonsense') },
  ])('lets init go on when $title', async ({ prepare }) => {
    await prepare();
    await expect(parts(deviceEnvironment).prime()).resolves.toBeUndefined();
  });
});
