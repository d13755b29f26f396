import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boot } from '../../../sandbox/boot.js';
import { EMULATED, endpointNotices, endpointVariables } from '../../../sandbox/lambda/endpoint-variables.js';
import { services } from '../../../sandbox/services.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { linkModules, sandboxOfFunctions } from './stack-of-functions.js';

const here = 'http://127.0.0.1:1';
const there = 'http://127.0.0.1:8000';

describe('the variables by which functions find services', () => {
  it.each([
    { title: 'the sandbox alone', endpoints: {}, variables: { AWS_ENDPOINT_URL: here } },
    {
      title: 'a service by its name',
      endpoints: { dynamodb: there },
      variables: { AWS_ENDPOINT_URL: here, AWS_ENDPOINT_URL_DYNAMODB: there },
    },
    {
      title: 'services by the names that the AWS CLI, IAM and the SDKs have for them',
      endpoints: { secretsmanager: there, stepfunctions: there, 'cloudwatch-logs': there, 'Bedrock Runtime': there },
      variables: {
        AWS_ENDPOINT_URL: here,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: there,
        AWS_ENDPOINT_URL_SFN: there,
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: there,
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: there,
      },
    },
    {
      title: 'all others elsewhere, those of the sandbox here',
      endpoints: { '*': there },
      variables: {
        AWS_ENDPOINT_URL: there,
        AWS_ENDPOINT_URL_API_GATEWAY: here,
        AWS_ENDPOINT_URL_APIGATEWAYV2: here,
        AWS_ENDPOINT_URL_CLOUDFORMATION: here,
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: here,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY: here,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: here,
        AWS_ENDPOINT_URL_DYNAMODB: here,
        AWS_ENDPOINT_URL_IAM: here,
        AWS_ENDPOINT_URL_IOT: here,
        AWS_ENDPOINT_URL_IOT_DATA_PLANE: here,
        AWS_ENDPOINT_URL_LAMBDA: here,
        AWS_ENDPOINT_URL_STS: here,
      },
    },
  ])('$title', ({ endpoints, variables }) => {
    expect(endpointVariables(endpoints, here)).toEqual(variables);
  });

  it('leave one service of the sandbox to another emulator, and the log says so', () => {
    expect(endpointVariables({ '*': there, dynamodb: 'http://[::1]:9' }, here)).toMatchObject({
      AWS_ENDPOINT_URL_DYNAMODB: 'http://[::1]:9',
      AWS_ENDPOINT_URL_IOT: here,
    });
    expect(endpointNotices({ '*': there, dynamodb: 'http://[::1]:9', s3: there })).toEqual([
      `Functions find services that the sandbox does not emulate at ${there}.`,
      'Functions find dynamodb at http://[::1]:9, where no role is judged, instead of in the sandbox (AWS_ENDPOINT_URL_DYNAMODB).',
      `Functions find s3 at ${there} (AWS_ENDPOINT_URL_S3).`,
    ]);
  });

  it.each([
    { endpoints: { s3: '127.0.0.1:8000' }, words: 's3=127.0.0.1:8000 is no address' },
    { endpoints: { s3: 'file:///etc/passwd' }, words: 'begins with http:// or https://' },
    { endpoints: { s3: 'http://127.0.0.1/?x' }, words: 'is no address' },
    { endpoints: { 's3.x': there }, words: 'names no service' },
  ])('refuse $endpoints', ({ endpoints, words }) => {
    expect(() => endpointVariables(endpoints, here)).toThrow(words);
  });

  it('know every service that the sandbox has', async () => {
    const sandbox = await boot({ assembly: synthesizedAssembly() }, services);
    await sandbox.stop();
    const names = new Set(sandbox.apis.map(({ signingName }) => signingName));
    expect([...names].sort()).toEqual(EMULATED);
  });
});

describe('a function', () => {
  const code = `
    import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
    import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
    const call = (client, command) => client.send(command).then(
      (answer) => answer.DeliveryStreamNames ?? answer.endpointAddress,
      ({ name, message }) => name + ': ' + message,
    );
    export const handler = async () => [
      await call(new IoTClient({ maxAttempts: 1 }), new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' })),
      await call(new FirehoseClient({ maxAttempts: 1 }), new ListDeliveryStreamsCommand({})),
    ];`;
  const statements = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

  it.each(['*', 'firehose'])(
    'reaches another emulator with made-up credentials, by %s, and the sandbox',
    async (name) => {
      const seen: string[] = [];
      const emulator = createServer((request, response) => {
        seen.push(String(request.headers.authorization));
        response
          .setHeader('content-type', 'application/x-amz-json-1.1')
          .end('{"DeliveryStreamNames":["s"],"HasMoreDeliveryStreams":false}');
      });
      await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
      const address = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
      const files = { 'index.mjs': code };
      const place = await sandboxOfFunctions(
        { F: { files, statements, properties: { Timeout: 20 } } },
        {},
        {
          endpoints: { [name]: address },
        },
      );
      try {
        linkModules(place.app);
        expect((await place.invoke('F')).payload).toEqual([new URL(place.sandbox.url).host, ['s']]);
        expect(seen).toEqual([expect.stringMatching(/Credential=ASIA.*\/firehose\//)]);
      } finally {
        await place.stop();
        emulator.close();
      }
    },
  );

  it('is told what to do where nobody emulates a service', async () => {
    const files = { 'index.mjs': code };
    const place = await sandboxOfFunctions({ F: { files, statements, properties: { Timeout: 20 } } });
    try {
      linkModules(place.app);
      expect((await place.invoke('F')).payload[1]).toMatch(
        /^UnknownOperationException: .*firehose:ListDeliveryStreams.*--endpoint firehose=http:/,
      );
    } finally {
      await place.stop();
    }
  });
});
