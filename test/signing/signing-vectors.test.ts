import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { auth, http } from 'aws-iot-device-sdk-v2';
import { presignMqttUrl } from '../../client/signed-requests.js';
import { rightCases, wrongCases } from './cases.js';
import type { Signing } from './sign-by-hand.js';
import { type SigningVectors, signingVectors } from './signing-vectors.js';

const file = join(import.meta.dirname, '../../docs/signing-vectors.json');

describe('docs/signing-vectors.json', () => {
  const { right, wrong } = JSON.parse(readFileSync(file, 'utf8')) as SigningVectors;

  it('is what is signed by hand, with the verdict of the sandbox; SIGNING_WRITE=1 writes it', async () => {
    const vectors = await signingVectors();
    if (process.env.SIGNING_WRITE === '1') writeFileSync(file, `${JSON.stringify(vectors, undefined, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(vectors);
  });

  it('has URLs that let MQTT begin, and wrong ones that do not, each with a reason', () => {
    expect([right.length, wrong.length]).toEqual([rightCases.length, wrongCases.length]);
    const judged = right.filter(({ sessionToken }) => sessionToken !== undefined);
    expect(judged.map(({ verdict }) => verdict)).toEqual(judged.map(() => ({ status: 101 })));
    expect(wrong.map(({ verdict }) => verdict.status).filter((status) => status < 400)).toEqual([]);
    for (const { verdict } of wrong) expect(verdict.explanation).toMatch(/\w/);
  });

  it.each(right)("is what AWS's own signers make: $name", async (vector) => {
    expect(parametersOf(await byCommonRuntime(vector))).toEqual(parametersOf(vector.url));
    // The other one always says until when.
    if (vector.expires !== undefined) expect(await bySmithy(vector)).toBe(vector.signature);
  });

  it.each(right)("is what this project's client makes: $name", async ({ endpoint, time, expires, ...vector }) => {
    const { region, accessKeyId, secretAccessKey, sessionToken, url } = vector;
    const query = expires === undefined ? '' : `?X-Amz-Expires=${expires}`;
    const endpoints = {
      region,
      mqttUrl: `wss://${endpoint}/mqtt${query}`,
      attachPolicyUrl: '',
      iotHost: '',
      apiHost: '',
    };
    const credentials = { accessKeyId, secretAccessKey, sessionToken, expiration: undefined, identityId: undefined };
    const made = await presignMqttUrl(endpoints, credentials, Date.parse(time));
    expect(parametersOf(made)).toEqual(parametersOf(url));
  });
});

/** Address, then names and values as they are encoded: their order is free. */
function parametersOf(url: string): string[] {
  const [address = '', query = ''] = url.split('?');
  return [address, ...query.split('&').sort()];
}

/** What the AWS IoT Device SDKs sign with. */
async function byCommonRuntime({ endpoint, region, time, expires, ...keys }: Signing): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const host = endpoint.replace(/:443$/, '');
  const signed = await auth.aws_sign_request(
    new http.HttpRequest('GET', '/mqtt', new http.HttpHeaders([['host', host]])),
    {
      algorithm: auth.AwsSigningAlgorithm.SigV4,
      signature_type: auth.AwsSignatureType.HttpRequestViaQueryParams,
      provider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
      region,
      service: 'iotdevicegateway',
      date: new Date(time),
      signed_body_value: auth.AwsSignedBodyValue.EmptySha256,
      omit_session_token: true,
      ...(expires === undefined ? {} : { expiration_in_seconds: expires }),
    },
  );
  return `wss://${host}${signed.path}`;
}

/** What the AWS SDK for JavaScript signs with. @returns the signature */
async function bySmithy({
  endpoint,
  region,
  time,
  expires = 0,
  accessKeyId,
  secretAccessKey,
}: Signing): Promise<unknown> {
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service: 'iotdevicegateway',
    sha256: Sha256,
  });
  const request = new HttpRequest({ method: 'GET', path: '/mqtt', headers: { host: endpoint } });
  const { query } = await signer.presign(request, { expiresIn: expires, signingDate: new Date(time) });
  return query?.['X-Amz-Signature'];
}
