import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import { createIotClients } from '../../../lambda/attach-policy/iot-clients.js';
import { exception, functionOver, functionUnderTest } from './function-under-test.js';
import { iotException, startIotStub } from './iot-stub.js';
import { identityId, lambdaContext, restEvent } from './signed-request.js';

const on = { METRICS_NAMESPACE: 'CognitoIotAccess', AWS_LAMBDA_FUNCTION_NAME: 'Stack-AttachPolicy-1' };

interface Line {
  readonly _aws: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly Directive[] };
  readonly message: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

/** What CloudWatch makes of a line: for each metric its dimensions' values, and its own. */
function metricsOf({ _aws, ...members }: Line) {
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name, Unit }) => ({
      metric: `${Namespace} ${Name} ${Unit}`,
      by: Dimensions.map((names) => Object.fromEntries(names.map((name) => [name, members[name]]))),
      value: members[Name],
    })),
  );
}

async function linesOf(overrides: Readonly<Record<string, string>>, ...events: object[]) {
  const { answer, written, logs, iot } = functionUnderTest(overrides);
  iot.on(AttachPolicyCommand).resolves({});
  for (const event of events) await answer(event);
  return { lines: written.map((text): Line => JSON.parse(text)), written, logs };
}

describe('with metrics', () => {
  const answers = { FunctionName: 'Stack-AttachPolicy-1', Outcome: 'OK' };

  it('an answer is one line in the place of that of the console, from which CloudWatch takes its outcome', async () => {
    const { lines, written, logs } = await linesOf(on, restEvent());
    expect(written).toEqual([expect.stringMatching(/^[^\n]+\n$/)]);
    expect(logs).toEqual([]);
    const [line] = lines as [Line];
    expect(metricsOf(line)).toEqual([{ metric: 'CognitoIotAccess Answers Count', by: [answers], value: 1 }]);
  });

  it('what was asked of AWS IoT is a metric, by what the request asked for, retries included', async () => {
    const stub = await startIotStub((response, index) => {
      if (index === 0) iotException(response, 500, 'InternalFailureException');
      else response.end();
    });
    const kept = process.env;
    const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    process.env = { ...kept, ...keys, AWS_ENDPOINT_URL: stub.url };
    try {
      const { answer, written } = functionOver(createIotClients({ region: 'eu-west-1', dataPlaneUrl: undefined }), on);
      await answer(restEvent());
      const [line] = written.map((text): Line => JSON.parse(text)) as [Line];
      const by = { FunctionName: 'Stack-AttachPolicy-1', Action: 'attach' };
      expect(metricsOf(line)).toEqual([
        { metric: 'CognitoIotAccess Answers Count', by: [answers], value: 1 },
        { metric: 'CognitoIotAccess IotRequests Count', by: [by], value: 2 },
      ]);
    } finally {
      process.env = kept;
      await stub.stop();
    }
  });

  it('the line says the rest as the log without metrics does, in the members of Lambda', async () => {
    const context = lambdaContext();
    const plain = functionUnderTest();
    await plain.answer(restEvent());
    const { lines } = await linesOf(on, restEvent());
    const [line] = lines as [Line];
    const { ms: _, ...told } = plain.logs[0]?.line ?? {};
    expect(line).toMatchObject({ level: 'INFO', requestId: context.awsRequestId });
    expect(line.message).toMatchObject(JSON.parse(JSON.stringify(told)));
    expect(new Date(String(line.timestamp)).getTime()).toBe(line._aws.Timestamp);
  });

  it.each([
    { title: 'a refusal', event: restEvent({ signer: 'guest' }), level: 'WARN', outcome: 'GuestIdentity' },
    { title: 'another path', event: restEvent({ path: '/elsewhere' }), level: 'WARN', outcome: 'NotFound' },
  ])('$title has the outcome of its code, and no share in the quota of AWS IoT', async ({ event, level, outcome }) => {
    const { lines } = await linesOf(on, event);
    const [line] = lines as [Line];
    expect(line).toMatchObject({ level, Outcome: outcome, message: { code: outcome } });
    expect(metricsOf(line).map(({ metric }) => metric)).toEqual(['CognitoIotAccess Answers Count']);
  });

  it('one user who keeps asking is an outcome of its own, apart from an account that is throttled', async () => {
    const events = Array.from({ length: 6 }, () => restEvent());
    const { lines } = await linesOf(on, ...events);
    expect(lines.map(({ Outcome }) => Outcome)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK', 'UserThrottled']);
    expect(lines.at(-1)?.message.code).toBe('Throttled');
  });

  it('a failure of AWS IoT is a line of the level ERROR where an operator has to act', async () => {
    const { answer, written, iot } = functionUnderTest(on);
    iot.on(AttachPolicyCommand).rejects(exception('ResourceNotFoundException'));
    await answer(restEvent());
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 'ERROR', Outcome: 'PolicyNotFound' });
  });

  it('no dimension says who asked: each of its values would be a metric to pay for', async () => {
    const { lines } = await linesOf(on, restEvent(), restEvent({ method: 'DELETE' }));
    const values = lines.flatMap((line) => metricsOf(line)).flatMap(({ by }) => by.flatMap(Object.values));
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => String(value).includes(identityId))).toEqual([]);
    expect(lines.every(({ message }) => message.identityId === identityId)).toBe(true);
  });
});

it('without metrics nothing is written past the console', async () => {
  const { written, logs } = await linesOf({}, restEvent());
  expect({ written, lines: logs.length }).toEqual({ written: [], lines: 1 });
});
