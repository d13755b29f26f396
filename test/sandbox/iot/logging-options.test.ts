import {
  GetV2LoggingOptionsCommand,
  type IoTClient,
  SetV2LoggingOptionsCommand,
  type SetV2LoggingOptionsCommandInput,
} from '@aws-sdk/client-iot';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { allowUsers, loggingRole, roleArn, withLoggingRole } from './logging-stack.js';

let sandbox: Sandbox;
let iot: IoTClient;
beforeAll(async () => {
  const assembly = withLoggingRole((template) => {
    template.Resources.Lambdas = loggingRole('Lambdas', 'lambda.amazonaws.com');
    allowUsers(template, { Action: 'iot:SetV2LoggingOptions', Resource: '*' });
    allowUsers(template, {
      Action: 'iam:PassRole',
      Resource: roleArn('Passed'),
      Condition: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } },
    });
    allowUsers(template, {
      Action: 'iam:PassRole',
      Resource: roleArn('ToOthers'),
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    });
    for (const name of ['Passed', 'ToOthers']) template.Resources[name] = loggingRole(name);
  });
  sandbox = await runningSandbox({ assembly });
  iot = iotClients(sandbox).iot;
});
afterAll(() => sandbox.stop());

const set = (input: SetV2LoggingOptionsCommandInput, client = iot) =>
  client.send(new SetV2LoggingOptionsCommand(input));
const get = () => iot.send(new GetV2LoggingOptionsCommand());

it('the logging options are none before they are set', async () => {
  await expect(get()).rejects.toMatchObject({ name: 'NotConfiguredException', $metadata: { httpStatusCode: 404 } });
});

it.each([
  { title: 'no role at all', input: { defaultLogLevel: 'INFO' as const }, message: 'A role is needed' },
  { title: 'a role that is not there', input: { roleArn: roleArn('Nope') }, message: 'not in the template' },
  { title: 'a role that trusts another service', input: { roleArn: roleArn('Lambdas') }, message: 'Not authorized' },
])('they are refused with $title, and stay', async ({ input, message }) => {
  await expect(set(input)).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: expect.stringContaining(message),
  });
  await expect(get()).rejects.toMatchObject({ name: 'NotConfiguredException' });
});

it('they are kept, and what is not given stays as it was', async () => {
  await set({ roleArn: roleArn('IotLogging'), defaultLogLevel: 'INFO' });
  const { $metadata: _, ...options } = await get();
  expect(options).toEqual({ roleArn: roleArn('IotLogging'), defaultLogLevel: 'INFO', disableAllLogs: false });
  await set({ disableAllLogs: true });
  expect(await get()).toMatchObject({ ...options, disableAllLogs: true });
});

it.each([
  { field: 'eventConfigurations', input: { eventConfigurations: [{ eventType: 'Connect' }] } },
  { field: 'verbose', input: undefined },
])('refuse by name the field $field, which the sandbox cannot do', async ({ field, input }) => {
  const asked = input === undefined ? iot.send(new GetV2LoggingOptionsCommand({ verbose: true })) : set(input);
  await expect(asked).rejects.toThrow(`the field ${field} of iot:`);
});

it('who sets them has to be allowed to pass the role to AWS IoT', async () => {
  const { credentials } = await signedInUser(sandbox);
  const asUser = iotClients(sandbox, credentials).iot;
  await expect(set({ roleArn: roleArn('Passed') }, asUser)).resolves.toBeDefined();
  for (const name of ['IotLogging', 'ToOthers']) {
    await expect(set({ roleArn: roleArn(name) }, asUser)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`iam:PassRole on resource: ${roleArn(name)}`),
    });
  }
});

describe('a template that has AWS IoT log', () => {
  const boot = (role: string) =>
    runningSandbox({
      assembly: withLoggingRole((template) => {
        const Properties = { AccountId: '111122223333', DefaultLogLevel: 'ERROR', RoleArn: roleArn(role) };
        template.Resources.Logging = { Type: 'AWS::IoT::Logging', Properties };
      }),
    });

  it('sets the options', async () => {
    const booted = await boot('IotLogging');
    const options = await iotClients(booted).iot.send(new GetV2LoggingOptionsCommand());
    expect(options).toMatchObject({ defaultLogLevel: 'ERROR', roleArn: roleArn('IotLogging'), disableAllLogs: false });
    await booted.stop();
  });

  it('does not boot with a role that AWS IoT may not assume', async () => {
    await expect(boot('Nope')).rejects.toThrow('RoleArn of Logging (AWS::IoT::Logging)');
  });
});
