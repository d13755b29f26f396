import { readConfiguration } from '../../../lambda/attach-policy/configuration.js';
import { createIotClients } from '../../../lambda/attach-policy/iot-clients.js';
import { prime } from '../../../lambda/attach-policy/priming.js';
import { environment, functionOver } from './function-under-test.js';
import { type IotAnswer, type IotStub, startIotStub } from './iot-stub.js';
import { restEvent } from './signed-request.js';

const put = 'PUT /target-policies/MyPolicy';
const ok: IotAnswer = (response) => response.end();
const forbidden: IotAnswer = (response) => response.writeHead(403).end('{"message":"Missing Authentication Token"}');
const page: IotAnswer = (response) => response.writeHead(404).end('<html>not here</html>');

describe('priming', () => {
  let stub: IotStub;
  let first: IotAnswer;
  const kept = process.env;

  beforeEach(async () => {
    first = ok;
    stub = await startIotStub((response, index, request) => (index === 0 ? first : ok)(response, index, request));
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

  const configuration = readConfiguration(environment);
  const create = () => createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined });

  it.each([
    { title: 'any answer', answer: ok },
    { title: 'a refusal, for the request is not signed', answer: forbidden },
    { title: 'what is no JSON', answer: page },
  ])('opens the one connection that every call then uses, and attaches nobody: $title', async ({ answer }) => {
    first = answer;
    const clients = create();
    await prime({ configuration, clients });
    expect(stub.requests).toEqual(['GET /']);
    const lambda = functionOver(clients);
    for (let call = 0; call < 5; call += 1) expect((await lambda.answer(restEvent())).statusCode).toBe(200);
    expect(stub.requests).toEqual(['GET /', ...Array(5).fill(put)]);
    expect(stub.connections()).toBe(1);
  });

  it('never answers a real call, even one that is made meanwhile', async () => {
    const clients = create();
    const priming = prime({ configuration, clients });
    await functionOver(clients).answer(restEvent());
    await priming;
    expect(stub.requests.filter((request) => request === put)).toHaveLength(1);
    expect(clients.iot.middlewareStack.identify().join()).not.toContain('askForNothing');
  });

  it('says nothing', async () => {
    const spies = (['log', 'info', 'warn', 'error'] as const).map((level) => jest.spyOn(console, level));
    await prime({ configuration, clients: create() });
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('gives up in time when the network is silent, and the first call is answered all the same', async () => {
    let hungUp: () => void = () => undefined;
    const letGo = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    first = (response) => void response.on('close', hungUp);
    const clients = create();
    const started = performance.now();
    await prime({ configuration, clients, patience: 500 });
    expect(performance.now() - started).toBeLessThan(1500);
    await letGo;
    expect((await functionOver(clients).answer(restEvent())).statusCode).toBe(200);
    expect(stub.requests).toEqual(['GET /', put]);
  });

  it.each([
    { title: 'the connection is reset', prepare: () => (first = (response) => response.socket?.destroy()) },
    { title: 'nobody listens', prepare: () => stub.stop() },
    { title: 'there are no credentials', prepare: () => delete process.env.AWS_ACCESS_KEY_ID },
    { title: 'the endpoint is none', prepare: () => (process.env.AWS_ENDPOINT_URL = 'nonsense') },
  ])('lets init go on when $title', async ({ prepare }) => {
    await prepare();
    await expect(prime({ configuration, clients: create() })).resolves.toBeUndefined();
  });
});
