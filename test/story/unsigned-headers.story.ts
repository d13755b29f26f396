import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const PREFIX = 'AWSCognitoIdentityProviderService';

describe('what a signed request carries without having signed it', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.stop());

  /** Signs a call as `AdminGetUser`, but for the headers named, and sends it with others or more of them. */
  async function call(
    username: string,
    { unsigned = [], changed = {} }: { unsigned?: string[]; changed?: Record<string, string | string[]> },
  ) {
    const { host } = new URL(sandbox.url);
    const body = JSON.stringify({ UserPoolId: sandbox.outputs.UserPoolId, Username: username });
    const credentials = sandbox.views.operator() as AwsCredentials;
    const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'cognito-idp', sha256: Sha256 });
    const headers = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${PREFIX}.AdminGetUser` };
    const signed = await signer.sign(new HttpRequest({ method: 'POST', path: '/', headers, body }), {
      unsignableHeaders: new Set(unsigned),
    });
    const all = Object.entries({ ...signed.headers, ...changed }).flatMap(([name, values]) =>
      [values].flat().flatMap((value) => [name, value]),
    );
    const sent = request(`${sandbox.url}/`, { method: 'POST', headers: all });
    const answered = new Promise<string>((resolve, reject) => {
      sent.once('response', (response) => resolve(text(response)));
      sent.once('error', reject);
    });
    sent.end(body);
    return answered;
  }

  it('is refused where it is the operation, and changes nothing', async () => {
    const { email } = await signedInUser(sandbox);
    const unsigned = ['x-amz-target'];
    const changed = { 'x-amz-target': `${PREFIX}.AdminDeleteUser` };
    expect(await call(email, { unsigned })).toContain("'x-amz-target' must be a 'SignedHeader'");
    expect(await call(email, { unsigned, changed })).toContain("'x-amz-target' must be a 'SignedHeader'");
    expect(await call(email, { changed })).toContain('The request signature we calculated does not match');
    expect(await call(email, {})).toContain(email);
  });

  it('is refused where it is any other x-amz header, and taken where it is none', async () => {
    const { email } = await signedInUser(sandbox);
    expect(await call(email, { changed: { 'x-amz-user-agent': 'a' } })).toContain('InvalidSignatureException');
    expect(await call(email, { changed: { 'x-amzn-trace-id': 'Root=1', 'amz-sdk-request': 'attempt=1' } })).toContain(
      email,
    );
  });

  it('is refused where it is a second Host', async () => {
    const { host } = new URL(sandbox.url);
    expect(await call('a', { changed: { host: [host, 'evil.example'] } })).toContain("'host' came more than once");
  });
});
