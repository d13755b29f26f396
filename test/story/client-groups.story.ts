import { AdminAddUserToGroupCommand, AdminRemoveUserFromGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { confirmSignUp, fetchAuthSession, signIn, signUp } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { createIotClient, type IotClient, NotAuthorizedError, type StackOutputs } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { attachCalls, soon } from '../client/sandbox-clients.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

jest.setTimeout(60_000);
const [Username, password] = ['member@example.com', 'Amplified-1234'];
const machines = { publish: ['machines/*'], subscribe: ['machines/*'], receive: ['machines/*'] };

let sandbox: Sandbox;
let client: IotClient;

beforeAll(async () => {
  sandbox = await settingsSandbox({ groups: [{ name: 'operators', precedence: 1, access: machines }] });
  // Amplify warns that the endpoints are not AWS's own; here that is the point.
  jest.spyOn(console, 'warn').mockImplementation();
  const { outputs, url } = sandbox;
  const { UserPoolId: userPoolId = '', UserPoolClientId: userPoolClientId = '', IdentityPoolId = '' } = outputs;
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId,
        identityPoolId: IdentityPoolId,
        userPoolEndpoint: url,
        identityPoolEndpoint: url,
      },
    },
  });
  const items = new Map<string, string>();
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    setItem: async (key, value) => void items.set(key, value),
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
  });
  await signUp({ username: Username, password, options: { userAttributes: { email: Username } } });
  const [message] = sandbox.views.messages();
  await confirmSignUp({ username: Username, confirmationCode: message?.code ?? '' });
  await signIn({ username: Username, password, options: { authFlowType: 'USER_SRP_AUTH' } });
}, 60_000);
afterAll(() => sandbox.stop());

const membership = () => ({ UserPoolId: sandbox.outputs.UserPoolId, Username, GroupName: 'operators' });
const join = () => awsClients(sandbox).users.send(new AdminAddUserToGroupCommand(membership()));
const leave = () => awsClients(sandbox).users.send(new AdminRemoveUserFromGroupCommand(membership()));
/** The app's user is in no group yet, or no more. */
const isRefused = () =>
  expect(client.publish('machines/press', 'on')).rejects.toMatchObject({
    constructor: NotAuthorizedError,
    topic: 'machines/press',
  });

describe.each([
  { protocolVersion: 5 as const, told: [] },
  // What is refused ends the connection.
  { protocolVersion: 4 as const, told: ['connecting', 'connected'] },
])('over MQTT $protocolVersion', ({ protocolVersion, told: toldStates }) => {
  beforeAll(async () => {
    client = createIotClient({
      // It is our own stack that the sandbox has booted.
      outputs: sandbox.outputs as unknown as StackOutputs,
      credentials: fetchAuthSession,
      now: sandbox.clock.now,
      protocolVersion,
    });
    await client.connect();
  });
  afterAll(() => client.close());

  it('a user who is added to a group while connected publishes to its topic, and nobody POSTs or reloads', async () => {
    await isRefused();
    await join();
    // Renewals that do not help are not repeated at once.
    sandbox.clock.advance(11_000);
    const states: string[] = [];
    client.on('state', (state) => states.push(state));
    const { clientId } = client;
    await client.connection();
    expect(client.may('publish', 'machines/press')).toBe(false);
    const told: unknown[] = [];
    client.on('rights', (connection) => told.push(connection?.topics?.publish));
    await client.publish('machines/press', 'on');
    await client.subscribe('machines/#', () => {});
    expect(client.clientId).toBe(clientId);
    expect(new Set(states)).toEqual(new Set(toldStates));
    expect((await client.connection()).topics?.publish).toEqual(['machines/*']);
    expect(told.at(-1)).toEqual(['machines/*']);
    expect(client.may('publish', 'machines/press')).toBe(true);
  });

  it('a user who is taken out of it is refused once the sign-in says so, and goes on with the own topics', async () => {
    await leave();
    // As another tab or the app itself may do; the client notices at its next look, or when it is told.
    await fetchAuthSession({ forceRefresh: true });
    const told = new Promise((resolve) => client.on('rights', resolve));
    await client.reconnect();
    await told;
    expect(client.may('publish', 'machines/press')).toBe(false);
    expect(client.may('subscribe', client.myTopic('#'))).toBe(true);
    await isRefused();
    let heard = '';
    await client.subscribe(client.myTopic('#'), (message) => {
      heard = message.text();
    });
    await client.publish(client.myTopic('a'), 'still here');
    await soon(() => heard, 'still here');
    expect(heard).toBe('still here');
  });

  it('an app that keeps publishing to what is forbidden attaches once, and does not renew each time', async () => {
    const [attached, session] = [attachCalls(sandbox), await fetchAuthSession()];
    for (let i = 0; i < 3; i += 1) {
      sandbox.clock.advance(1200);
      await isRefused();
    }
    expect(attachCalls(sandbox)).toBe(attached);
    expect((await fetchAuthSession()).credentials?.accessKeyId).toBe(session.credentials?.accessKeyId);
  });
});
