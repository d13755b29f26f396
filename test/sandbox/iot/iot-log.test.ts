import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { SetV2LoggingOptionsCommand, type SetV2LoggingOptionsCommandInput } from '@aws-sdk/client-iot';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { awsClients } from '../../support/aws-clients.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { connectAs } from './connect-as.js';
import { loggingRole, roleArn, withLoggingRole } from './logging-stack.js';

let sandbox: Sandbox;
beforeEach(async () => {
  const assembly = withLoggingRole((template) => {
    const nothing = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'logs:GetLogEvents', Resource: '*' }],
    };
    template.Resources.Mute = loggingRole('Mute', 'iot.amazonaws.com', [{ PolicyName: 'p', PolicyDocument: nothing }]);
  });
  sandbox = await runningSandbox({ assembly });
});
afterEach(() => sandbox.stop());

const set = (input: SetV2LoggingOptionsCommandInput) =>
  iotClients(sandbox).iot.send(new SetV2LoggingOptionsCommand({ roleArn: roleArn('IotLogging'), ...input }));

/** The lines of AWS IoT, of the event types alone, or whole. */
const lines = () =>
  sandbox.views
    .logs()
    .filter((line) => line.includes('"eventType"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const told = () => lines().map(({ eventType, status, logLevel }) => `${logLevel} ${eventType} ${status}`);

async function oneOfEach() {
  const { client, message, end } = await connectAs(sandbox, 'logged');
  await client.subscribeAsync('a');
  await client.publishAsync('a', 'x', { qos: 1 });
  await message();
  await client.unsubscribeAsync('a');
  await end();
  while (sandbox.views.connections().some((one) => one.endedAt === undefined)) await new Promise(setImmediate);
}

it('says nothing before it is turned on, and nothing once it is off', async () => {
  await oneOfEach();
  await set({ defaultLogLevel: 'DISABLED' });
  await set({ defaultLogLevel: 'DEBUG', disableAllLogs: true });
  sandbox.clock.advance(1000);
  await oneOfEach();
  expect(told()).toEqual([]);
});

it('has each event as AWS IoT writes it', async () => {
  await set({ defaultLogLevel: 'INFO' });
  await oneOfEach();
  expect(told()).toEqual(
    ['Connect', 'Subscribe', 'Publish-In', 'Publish-Out', 'Unsubscribe', 'Disconnect'].map(
      (type) => `INFO ${type} Success`,
    ),
  );
  const [connect, subscribe] = lines();
  expect(connect).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
    logLevel: 'INFO',
    traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    accountId: '111122223333',
    status: 'Success',
    eventType: 'Connect',
    protocol: 'MQTT',
    clientId: 'logged',
    principalId: expect.stringMatching(/^111122223333\/(.+)\/\1$/),
    sourceIp: '127.0.0.1',
    sourcePort: expect.any(Number),
  });
  expect(subscribe).toMatchObject({ topicName: 'a', clientId: 'logged' });
  expect(lines().at(-1)).toMatchObject({ disconnectReason: 'CLIENT_INITIATED_DISCONNECT' });
});

it('is a log group of CloudWatch Logs', async () => {
  await set({ defaultLogLevel: 'INFO' });
  await oneOfEach();
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const logs = new CloudWatchLogsClient({ region: 'us-east-1', endpoint: sandbox.url, credentials });
  const asked = { logGroupName: 'AWSIotLogsV2', filterPattern: '"Publish-In"' };
  const { events = [] } = await logs.send(new FilterLogEventsCommand(asked));
  expect(events.map(({ message = '{}' }) => JSON.parse(message))).toEqual([
    expect.objectContaining({ eventType: 'Publish-In', topicName: 'a' }),
  ]);
});

it('has refusals, and at the level ERROR nothing else', async () => {
  await set({ defaultLogLevel: 'ERROR' });
  const user = await signedInUser(sandbox);
  const { attach, may } = awsClients(sandbox);
  await expect(may(user, 'publish', 'a')).rejects.toMatchObject({ name: 'SocketClosed' });
  await attach(user);
  expect(await may(user, 'publish', 'not/mine')).toBe(false);
  expect(await may(user, 'subscribe', 'not/mine/+')).toBe(false);
  expect(told()).toEqual(['Connect', 'Publish-In', 'Subscribe'].map((type) => `ERROR ${type} Failure`));
  for (const line of lines()) {
    expect(line).toMatchObject({ reason: 'AUTHORIZATION_FAILURE', details: 'Authorization Failure' });
  }
  expect(
    lines()
      .slice(1)
      .map(({ topicName }) => topicName),
  ).toEqual(['not/mine', 'not/mine/+']);
});

it('has what is published over HTTPS, once each', async () => {
  await set({ defaultLogLevel: 'INFO' });
  const user = await signedInUser(sandbox);
  await awsClients(sandbox).attach(user);
  const { data } = iotClients(sandbox, user.credentials);
  const topic = `users/${user.identityId}/a`;
  await data.send(new PublishCommand({ topic }));
  await expect(data.send(new PublishCommand({ topic: 'not/mine' }))).rejects.toThrow();
  const expected = { eventType: 'Publish-In', protocol: 'HTTP', sourceIp: '127.0.0.1' };
  expect(lines()).toEqual([
    expect.objectContaining({ ...expected, topicName: topic, status: 'Success' }),
    expect.objectContaining({ ...expected, topicName: 'not/mine', status: 'Failure' }),
  ]);
});

it('is not written by a role that may not write it', async () => {
  await set({ roleArn: roleArn('Mute'), defaultLogLevel: 'INFO' });
  await oneOfEach();
  expect(told()).toEqual([]);
});
