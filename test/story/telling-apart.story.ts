import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

type Line = Readonly<Record<string, unknown>>;

let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;

beforeAll(async () => {
  sandbox = await settingsSandbox({ guests: {}, apiAccessLog: true });
  aws = awsClients(sandbox);
}, 30_000);
afterAll(() => sandbox.stop());

/** What an operator reads in CloudWatch Logs, of all groups whose name has this in it. */
async function logOf(part: string): Promise<string[]> {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const logs = new CloudWatchLogsClient({ region: sandbox.outputs.Region ?? '', endpoint: sandbox.url, credentials });
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const names = logGroups.map(({ logGroupName = '' }) => logGroupName).filter((name) => name.includes(part));
  const found = await Promise.all(names.map((logGroupName) => logs.send(new FilterLogEventsCommand({ logGroupName }))));
  logs.destroy();
  return found.flatMap(({ events = [] }) => events.map(({ message = '' }) => message));
}

const accessLog = async () => (await logOf('AccessLog')).map((line) => JSON.parse(line) as Line);

function call(credentials: AwsCredentials, headers: Readonly<Record<string, string>> = {}) {
  return signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials, headers });
}

it('a user is found in both logs by user pool and sub, and by a request ID that no client chooses', async () => {
  const user = await signedInUser(sandbox);
  const { sub = '', userPoolId = '' } = sandbox.views.users()[0] ?? {};
  const answered = await call(user.credentials, { 'x-amzn-requestid': 'chosen-by-the-client' });
  expect(answered.status).toBe(200);
  const extendedRequestId = answered.headers.get('x-amz-apigw-id');
  const pool = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
  expect((await accessLog()).at(-1)).toMatchObject({
    requestId: 'chosen-by-the-client',
    extendedRequestId,
    httpMethod: 'POST',
    resourcePath: '/attach-policy',
    status: '200',
    errorType: '-',
    errorMessage: '-',
    user: `${pool},${pool}:CognitoSignIn:${sub}`,
    integrationStatus: '200',
  });
  const own = (await logOf('AttachPolicy')).filter((line) => line.includes('chosen-by-the-client'));
  const one = own.map((line) => JSON.parse(line)).find(({ message }) => message?.event === 'attach');
  expect(one.message).toMatchObject({ requestId: 'chosen-by-the-client', extendedRequestId, userPoolId, sub });
});

it('a guest is logged as refused, with the reason and without the identity ID, which is as good as a password', async () => {
  const guest = await aws.identity();
  expect((await call(guest.credentials)).status).toBe(403);
  expect((await accessLog()).at(-1)).toMatchObject({
    status: '403',
    errorType: 'ACCESS_DENIED',
    errorMessage: expect.stringMatching(/UnauthenticatedRole.* is not authorized to perform: execute-api:Invoke/),
  });
  expect(JSON.stringify([await accessLog(), await logOf('')])).not.toContain(guest.identityId);
});

it('a signature that does not match is logged without the token that its answer repeats', async () => {
  const { credentials } = await signedInUser(sandbox);
  const answer = await call({ ...credentials, secretAccessKey: 'another' });
  const { sessionToken = '' } = credentials;
  expect(sessionToken).not.toBe('');
  expect(await answer.text()).toContain(sessionToken);
  expect((await accessLog()).at(-1)).toMatchObject({
    status: '403',
    errorType: 'INVALID_SIGNATURE',
    errorMessage: '-',
  });
  expect((await logOf('')).join('\n')).not.toContain(sessionToken);
});

it('no token, key, e-mail address or password is in any log', async () => {
  const user = await signedInUser(sandbox);
  for (const method of ['POST', 'GET', 'DELETE', 'PUT']) {
    await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials: user.credentials, method });
  }
  const all = (await logOf('')).join('\n');
  const { accessKeyId, secretAccessKey, sessionToken = '' } = user.credentials;
  for (const secret of [accessKeyId, secretAccessKey, sessionToken, user.email, user.password, user.idToken]) {
    expect(secret.length).toBeGreaterThan(5);
    expect(all).not.toContain(secret);
  }
});
