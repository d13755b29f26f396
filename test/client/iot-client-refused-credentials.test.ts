import { CredentialsExpiredError, NotSignedInError } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  errorOf,
  freshCredentials,
  identityId,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('connecting', () => {
  it('asks the API for the identity ID when the provider does not tell it', async () => {
    const methods = answering(attached);
    const { client } = clientUnderTest({ credentials: freshCredentials({ identityId: undefined }) });
    const connected = client.connect();
    await pass();
    await connected;
    expect(methods).toEqual(['GET']);
    expect(client.identityId).toBe(identityId);
  });

  it.each([
    ['a session without credentials', async () => ({ credentials: undefined })],
    ['a provider that fails', () => Promise.reject(new Error('UserUnAuthenticatedException'))],
  ])('ends in NotSignedInError with %s', async (_title, credentials) => {
    const { client } = clientUnderTest({ credentials });
    expect(await errorOf(client.connect(), 0)).toBeInstanceOf(NotSignedInError);
  });

  const forbidden = {
    status: 403,
    body: { Message: 'User: arn:aws:sts::1:assumed-role/R/C is not authorized to perform: execute-api:Invoke' },
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
  };

  it("tells a guest, whose session has no tokens, that nothing is attached to guests, where API Gateway's words would not", async () => {
    answering(forbidden);
    const given = await freshCredentials()();
    const session = async () => ({ credentials: given, tokens: undefined, identityId }) as never;
    const { client, broker } = clientUnderTest({ credentials: session });
    broker.welcomes = ['refuse CONNECT'];
    const error = await errorOf(client.connect(), 2000);
    expect(error).toBeInstanceOf(NotSignedInError);
    expect(String(error)).toMatch(/those of a guest.*guests\.access/);
  });

  it('says what it may be where the provider does not tell guests from users', async () => {
    answering(forbidden);
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['refuse CONNECT'];
    const error = await errorOf(client.connect(), 2000);
    expect(error).toMatchObject({ code: 'AttachRefused', reason: 'AccessDeniedException', status: 403 });
    expect(String(error)).toMatch(/Guests have no right to call it/);
  });

  it('takes an Amplify session as it is', async () => {
    const { credentials, ...rest } = { credentials: await freshCredentials()(), tokens: {} };
    const { client } = clientUnderTest({ credentials: async () => ({ ...rest, credentials, identityId }) as never });
    const connected = client.connect();
    await pass();
    await connected;
    expect(client.identityId).toBe(identityId);
  });

  it('asks for other credentials after a 403, and ends in CredentialsExpiredError after the second', async () => {
    answering({ status: 403, body: { message: 'The request signature we calculated does not match' } });
    const credentials = freshCredentials();
    const { client, broker } = clientUnderTest({ credentials });
    broker.welcomes = [403];
    const error = await errorOf(client.connect(), 2000);
    expect(error).toBeInstanceOf(CredentialsExpiredError);
    expect(String(error)).toContain('signature we calculated');
    expect(credentials).toHaveBeenCalledWith({ forceRefresh: true });
    expect(broker.tries).toHaveLength(2);
  });

  it('takes a handshake that fails in a browser for a lost network when the API has nothing against it', async () => {
    answering(attached);
    const { client, broker, states } = clientUnderTest();
    broker.welcomes = ['handshake without status', 'accept'];
    const connected = client.connect();
    await pass(1000);
    await connected;
    expect(states).toEqual(['connecting', 'offline', 'connected']);
  });

  it('takes it for refused credentials when the API says so', async () => {
    answering({ status: 403, body: { message: 'The security token included in the request is expired' } });
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['handshake without status'];
    expect(await errorOf(client.connect(), 2000)).toBeInstanceOf(CredentialsExpiredError);
  });
});
