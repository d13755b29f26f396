import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { type SignedFetch, signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox({ region: 'eu-west-1' });
});
afterAll(() => sandbox.stop());

const operator = (): AwsCredentials => {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  return { accessKeyId, secretAccessKey, sessionToken };
};
const stsOf = (credentials: AwsCredentials, region = 'eu-west-1') =>
  new STSClient({ region, endpoint: sandbox.url, credentials, maxAttempts: 1 });

/** A form as a client sends it, signed for us-east-1. */
async function post(form: string, options: Partial<SignedFetch> = {}) {
  const response = await signedFetch(`${sandbox.url}/`, {
    credentials: operator(),
    service: 'sts',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form,
    ...options,
  });
  return { status: response.status, type: response.headers.get('content-type'), xml: await response.text() };
}

const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';

describe('the query protocol', () => {
  it('answers in XML, in the namespace of the service', async () => {
    const { status, type, xml } = await post(whoAmI);
    expect([status, type]).toEqual([200, expect.stringMatching(/^text\/xml/)]);
    expect(xml).toMatch(
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult>.*<\/GetCallerIdentityResult><ResponseMetadata><RequestId>[\w-]+<\/RequestId><\/ResponseMetadata><\/GetCallerIdentityResponse>$/,
    );
  });

  it.each(['eu-west-1', 'us-east-1'])('takes a signature for STS in %s', async (region) => {
    const { Arn } = await stsOf(operator(), region).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/Operator/sandbox');
  });

  it("tells a user of the app the session of the pool's role, without any permission", async () => {
    const { credentials } = await signedInUser(sandbox);
    const { Arn, UserId, Account } = await stsOf(credentials).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe('111122223333');
    expect(Arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/[^/]+\/CognitoIdentityCredentials$/);
    expect(UserId).toMatch(/^AROA[A-Z0-9]+:CognitoIdentityCredentials$/);
  });

  it.each<{ title: string; credentials: () => AwsCredentials; region?: string; name: string }>([
    {
      title: 'an unknown key',
      credentials: () => ({ ...operator(), accessKeyId: 'ASIAOTHER' }),
      name: 'InvalidClientTokenId',
    },
    {
      title: 'another secret',
      credentials: () => ({ ...operator(), secretAccessKey: 'other' }),
      name: 'SignatureDoesNotMatch',
    },
    {
      title: 'a signature for another Region',
      credentials: operator,
      region: 'ap-south-1',
      name: 'SignatureDoesNotMatch',
    },
  ])('refuses $title as the query APIs word it', async ({ credentials, region, name }) => {
    const asked = stsOf(credentials(), region).send(new GetCallerIdentityCommand({}));
    await expect(asked).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
  });

  it.each([
    ['sts', 'Action=GetFederationToken&Version=2011-06-15', 'sts:GetFederationToken'],
    ['sts', 'Action=GetCallerIdentity&Version=2010-01-01', 'sts:GetCallerIdentity'],
    ['sns', 'Action=ListTopics&Version=2010-03-31', 'sns:ListTopics'],
    ['sqs', 'Action=GetCallerIdentity&Version=2011-06-15', 'sqs:GetCallerIdentity'],
  ])('refuses what is not emulated by name: %s %s', async (service, form, name) => {
    const { status, xml } = await post(form, { service });
    expect(status).toBe(400);
    expect(xml).toMatch(/^<ErrorResponse.*<Type>Sender<\/Type><Code>InvalidAction<\/Code><Message>.*<RequestId>/);
    expect(xml).toContain(`The sandbox does not emulate ${name} of version`);
  });

  it.each([
    ['a member that it does not know', `${whoAmI}&Tags.member.1.Key=x`, 501, 'SandboxUnsupported'],
    ['a parameter that came twice', `${whoAmI}&A=1&A=2`, 400, 'MalformedQueryString'],
    ['a text with members', `${whoAmI}&A=1&A.B=2`, 400, 'MalformedQueryString'],
    ['members with text', `${whoAmI}&A.B=2&A=1`, 400, 'MalformedQueryString'],
    ['a list that is not numbered', `${whoAmI}&A.member.x=1`, 400, 'MalformedQueryString'],
    ['endless depth', `${whoAmI}&${'A.'.repeat(5000)}=1`, 400, 'MalformedQueryString'],
    ["the prototype's name", `${whoAmI}&__proto__.polluted=1`, 501, 'SandboxUnsupported'],
  ])('refuses %s', async (_, form, status, code) => {
    const answer = await post(form);
    expect(answer).toMatchObject({ status, xml: expect.stringContaining(`<Code>${code}</Code>`) });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each(['s3', 'route53', 'cloudfront'])('refuses %s, whose clients read XML alone, by name', async (service) => {
    const address = `${sandbox.url}/2013-04-01/hostedzone`;
    const response = await signedFetch(address, { credentials: operator(), service, method: 'GET' });
    expect([response.status, await response.text()]).toEqual([
      501,
      expect.stringContaining(`<Message>The sandbox does not emulate ${service}: GET /2013-04-01/hostedzone,`),
    ]);
  });

  it('can be read as XML whatever the request held', async () => {
    const { xml } = await post(`Action=${encodeURIComponent('<b>&"\u0001\u0000\uffff')}&Version=%08`);
    expect(xml).toContain('&lt;b&gt;&amp;');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(xml).not.toMatch(/[\0-\x08\uffff]/);
  });

  it('is for pages of any origin where STS is asked', async () => {
    const asked = await fetch(`${sandbox.url}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://app.example' },
      body: whoAmI,
    });
    expect(asked.status).toBe(403);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('takes a presigned URL, whose signature is no member', async () => {
    const address = `${sandbox.url}/?Action=GetCallerIdentity&Version=2011-06-15`;
    const response = await signedFetch(address, { credentials: operator(), service: 'sts', method: 'GET' });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('/Operator/sandbox</Arn>')]);
  });
});
