import { NotAuthorizedError } from '../../client/index.js';
import { answering, clientUnderTest, errorOf, identityId, outputs, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const devices = [`devices/${identityId}/*`];
const topics = { publish: devices, subscribe: devices, receive: devices };
const connection = { endpoint: outputs.IotEndpoint, region: 'eu-west-1', clientId: identityId, topics };
const answer = (changes: object = {}) => ({
  body: { identityId, policyName: 'Policy', connection: { ...connection, ...changes } },
});

function tabStorage() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

/** A client that has connected, with `welcome` as the broker's answers. */
async function connectedClient(options = {}, ...welcomes: ('refuse CONNECT' | 'accept')[]) {
  const made = clientUnderTest(options);
  if (welcomes.length > 0) made.broker.welcomes = welcomes;
  const connected = made.client.connect();
  await pass(5000);
  await connected;
  return made;
}

describe('what /attach-policy says of the connection', () => {
  it('is kept over a reload, so that it is not asked again', async () => {
    const methods = answering(answer());
    const storage = tabStorage();
    const before = await connectedClient({ storage });
    expect(await before.client.connection()).toEqual(connection);
    await before.client.close();
    const { client } = await connectedClient({ storage });
    expect(client.myTopic('a')).toBe(`devices/${identityId}/a`);
    expect(await client.connection()).toEqual(connection);
    expect(methods).toEqual(['GET']);
    await client.close();
  });

  it('holds for the stack that said it, and for nothing else that lies in the storage', async () => {
    answering(answer());
    const storage = tabStorage();
    await (await connectedClient({ storage })).client.connection();
    const other = { ...outputs, AttachPolicyUrl: 'https://other.execute-api.eu-west-1.amazonaws.com/v1/attach-policy' };
    const elsewhere = await connectedClient({ storage, outputs: other });
    expect(elsewhere.client.myTopic('a')).toBe(`users/${identityId}/a`);
    for (const key of storage.values.keys()) storage.values.set(key, '{"connection":7}');
    expect((await connectedClient({ storage })).client.myTopic('a')).toBe(`users/${identityId}/a`);
  });

  it('gives way to the options of the app', async () => {
    answering(answer({ clientId: `app-${identityId}` }));
    const options = { clientIdPattern: 'mine-{identity}', topicPattern: 'rooms/{identity}/*' };
    const { client } = await connectedClient(options, 'refuse CONNECT', 'accept');
    expect(client.clientId).toBe(`mine-${identityId}`);
    expect(client.myTopic('a')).toBe(`rooms/${identityId}/a`);
    await client.close();
  });

  it('says with which client ID to connect, where another was refused', async () => {
    const methods = answering(answer({ clientId: `app-${identityId}-` }));
    const { client, broker } = await connectedClient({}, 'refuse CONNECT', 'accept');
    const [first, second] = broker.tries.map(({ clientId }) => clientId);
    expect(first).toMatch(`${identityId}-`);
    expect(second).toMatch(new RegExp(`^app-${identityId}-[0-9a-f]{12}$`));
    expect(methods).toEqual(['POST']);
    broker.last.cut();
    await pass(5000);
    expect(client.clientId).toBe(second);
    await client.close();
  });

  it('takes no client ID away that works', async () => {
    answering(answer({ clientId: `app-${identityId}` }));
    const { client, broker } = await connectedClient();
    const { clientId } = client;
    await client.connection();
    broker.last.cut();
    await pass(5000);
    expect(client.clientId).toBe(clientId);
    await client.close();
  });

  it('is named when connecting is refused', async () => {
    answering(answer());
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT'];
    const error = await errorOf(client.connect({ deadline: 20_000 }), 20_000);
    expect(error).toMatchObject({ allowed: [`client/${identityId}`] });
  });

  it('may have no topics', async () => {
    answering(answer({ topics: undefined }));
    const { client, broker } = await connectedClient({ protocolVersion: 4 });
    expect(await client.connection()).toMatchObject({ clientId: identityId });
    expect(client.myTopic('a')).toBe(`users/${identityId}/a`);
    broker.forbidden.add('a');
    expect(await errorOf(client.publish('a', 'x'), 6000)).toBeInstanceOf(NotAuthorizedError);
    await client.close();
  });

  it('must be there', async () => {
    answering({ body: { identityId, policyName: 'Policy' } });
    const { client } = await connectedClient();
    await expect(client.connection()).rejects.toMatchObject({ code: 'AttachRefused', check: /AttachPolicyUrl/ });
    await client.close();
  });
});
