import { AwsV4Signer } from 'aws4fetch';
import { signApiRequest } from '../../client/signed-requests.js';

describe('a request to the API', () => {
  it.each([
    { title: 'with a token', attachPolicyUrl: 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/attach-policy' },
    { title: 'without one', attachPolicyUrl: 'https://api.example.com/attach-policy', sessionToken: undefined },
    { title: 'to a port', attachPolicyUrl: 'http://127.0.0.1:8001/v1/attach-policy' },
    { title: 'with signs in its path', attachPolicyUrl: "https://api.example.com/a%20b/(c)/d'e/attach-policy" },
  ])('is signed as another signer does it: $title', async ({ attachPolicyUrl, ...given }) => {
    const { sessionToken } = { sessionToken: 'to/ke+n==', ...given };
    const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'se/cr+et' };
    const endpoints = { region: 'eu-west-1', attachPolicyUrl, mqttUrl: '', iotHost: '', apiHost: '' };
    const credentials = { ...keys, sessionToken, expiration: undefined, identityId: undefined };
    const made = await signApiRequest('POST', endpoints, credentials, Date.parse('2026-01-31T12:00:00.789Z'));

    const theirs = new AwsV4Signer({
      url: attachPolicyUrl,
      method: 'POST',
      service: 'execute-api',
      region: 'eu-west-1',
      datetime: '20260131T120000Z',
      ...keys,
      ...(sessionToken !== undefined && { sessionToken }),
    });
    const expected = Object.fromEntries([...(await theirs.sign()).headers].filter(([name]) => name !== 'host'));
    expect(made).toEqual(expected);
    expect(made.authorization).toMatch(/Signature=[0-9a-f]{64}$/);
  });
});
