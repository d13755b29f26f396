import { cbor } from '@smithy/core/cbor';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

/** What a client of the service sends in each protocol, and what it reads of the answer. */
const asked = [
  {
    protocol: 'AWS JSON',
    service: 'secretsmanager',
    path: '/',
    headers: { 'x-amz-target': 'secretsmanager.GetSecretValue', 'content-type': 'application/x-amz-json-1.1' },
    status: 400,
    operation: 'secretsmanager:GetSecretValue',
    code: '"__type":"UnknownOperationException"',
  },
  {
    protocol: 'REST JSON',
    service: 'scheduler',
    path: '/schedules/one',
    headers: {},
    status: 404,
    operation: 'scheduler: POST /schedules/one',
    code: '"message"',
  },
  {
    protocol: 'the query protocol',
    service: 'sns',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=Publish&Version=2010-03-31',
    status: 400,
    operation: 'sns:Publish of version 2010-03-31',
    code: '<Code>InvalidAction</Code>',
  },
  {
    protocol: "S3's",
    service: 's3',
    path: '/bucket/folder/file?x-id=PutObject',
    headers: {},
    status: 501,
    operation: 's3: POST /bucket/folder/file',
    code: '<Error><Code>NotImplemented</Code>',
  },
  {
    protocol: "S3's, for a bucket named as a path of AWS IoT",
    service: 's3',
    path: '/policies/x',
    headers: {},
    status: 501,
    operation: 's3: POST /policies/x',
    code: '<Error><Code>NotImplemented</Code>',
  },
];

it.each(asked)('a service that is not emulated is refused by name, with what to do, in $protocol', async (call) => {
  const credentials = sandbox.views.operator() as AwsCredentials;
  const { service, headers, body = '{}' } = call;
  const response = await signedFetch(sandbox.url + call.path, { credentials, service, method: 'POST', headers, body });
  const text = await response.text();
  expect([response.status, text]).toEqual([call.status, expect.stringContaining(call.code)]);
  expect(text).toContain(`The sandbox does not emulate ${call.operation}, so it refuses it.`);
  expect(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toContain(
    `--endpoint ${service}=http://127.0.0.1:<port>`,
  );
});

it('and in CBOR', async () => {
  const response = await signedFetch(`${sandbox.url}/service/GraniteServiceVersion20100801/operation/ListMetrics`, {
    credentials: sandbox.views.operator() as AwsCredentials,
    service: 'monitoring',
    method: 'POST',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
    body: '',
  });
  expect([response.status, response.headers.get('smithy-protocol')]).toEqual([400, 'rpc-v2-cbor']);
  expect(cbor.deserialize(new Uint8Array(await response.arrayBuffer()))).toEqual({
    __type: 'UnknownOperationException',
    message: expect.stringMatching(/monitoring:ListMetrics.*--endpoint monitoring=/),
  });
});

it('what nobody signed, and what a service of the sandbox does not have, is refused without that advice', async () => {
  const unsigned = await fetch(`${sandbox.url}/nowhere`);
  expect([unsigned.status, await unsigned.json()]).toEqual([
    404,
    { message: 'The sandbox does not emulate GET /nowhere, so it refuses it.' },
  ]);
  const credentials = sandbox.views.operator() as AwsCredentials;
  const headers = { 'x-amz-target': 'DynamoDB_20120810.ListBackups' };
  const own = await signedFetch(`${sandbox.url}/`, { credentials, service: 'dynamodb', headers, body: '{}' });
  expect(await own.json()).toMatchObject({
    message: 'The sandbox does not emulate dynamodb:ListBackups, so it refuses it.',
  });
});
