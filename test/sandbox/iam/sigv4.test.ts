import { forApi, newPlace, principal, type Signing, signed, type Wire } from './signing.js';

describe('a signed request', () => {
  it.each<{ title: string; signing: Signing }>([
    { title: 'without a body', signing: { method: 'GET' } },
    { title: 'with a body', signing: { body: '{"a":1}', headers: { 'content-type': 'application/json' } } },
    { title: 'with an encoded path', signing: { path: '/attached-policies/us-east-1%3A0f0e' } },
    { title: 'with odd characters in the path', signing: { path: "/a/x!'()*~-_.y" } },
    { title: 'with a query', signing: { query: { b: 'ü &+=/', a: ['2', '1'], c: '' } } },
    { title: 'with bytes that are no text in the path', signing: { path: '/a%FF' } },
    { title: 'with an unsigned header of no service', signing: { headers: { 'x-amzn-trace-id': 'Root=1' } } },
    { title: 'with white space in a header', signing: { headers: { 'x-thing': '  a   b ' } } },
    { title: 'in a presigned URL', signing: { method: 'GET', presigned: { expiresIn: 300 } } },
  ])('$title is proof of its caller', async ({ signing }) => {
    const place = newPlace();
    const { accessKeyId, expiration } = place.credentials;
    await expect(place.verifier.verify(await signed(place, signing), forApi)).resolves.toEqual({
      principal,
      accessKeyId,
      expiration,
    });
  });

  const invalid = 'InvalidSignatureException';
  it.each<{ title: string; signing?: Signing; change?: (wire: Wire) => void; code: string; words?: RegExp }>([
    {
      title: 'for another service',
      signing: { service: 'iot' },
      code: invalid,
      words: /correct service: 'execute-api'/,
    },
    { title: 'for another Region', signing: { region: 'eu-west-1' }, code: invalid, words: /valid region/ },
    {
      title: 'whose body was changed',
      change: (wire) => {
        wire.body = Buffer.from('{}');
      },
      code: invalid,
    },
    {
      title: 'whose method was changed',
      change: (wire) => {
        wire.method = 'DELETE';
      },
      code: invalid,
    },
    {
      title: 'whose path was changed',
      change: (wire) => {
        wire.path = '/v1/other';
      },
      code: invalid,
    },
    {
      title: 'whose path was encoded otherwise',
      change: (wire) => {
        wire.path = '/v1/attach%2Dpolicy';
      },
      code: invalid,
    },
    {
      title: 'whose query was changed',
      change: (wire) => {
        wire.query.set('a', '1');
      },
      code: invalid,
      words: /signature we calculated does not match/,
    },
    {
      title: 'whose host was changed',
      change: (wire) => {
        wire.headers.host = 'evil.example';
      },
      code: invalid,
    },
    {
      title: 'whose date was changed',
      change: (wire) => {
        wire.headers['x-amz-date'] = '20261103T070906Z';
      },
      code: invalid,
    },
    {
      title: 'with a header twice',
      signing: { headers: { 'x-thing': 'a' } },
      change: (wire) => {
        wire.headers['x-thing'] = 'a, b';
      },
      code: invalid,
    },
    {
      title: 'that says UNSIGNED-PAYLOAD',
      signing: { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      code: invalid,
    },
    {
      title: 'that states a wrong hash of its body',
      signing: { headers: { 'x-amz-content-sha256': 'ab'.repeat(32) } },
      code: invalid,
    },
    {
      title: 'with the terminator changed',
      change: edit((text) => text.replace('/aws4_request', '/aws5_request')),
      code: invalid,
      words: /terminator: 'aws4_request'/,
    },
    {
      title: 'with the scope of another day',
      change: edit((text) => text.replace('/20261103/', '/20261102/')),
      code: invalid,
      words: /Date in Credential scope/,
    },
    {
      title: 'without the host among the signed headers',
      change: edit((text) => text.replace('host;', '')),
      code: invalid,
      words: /'host' must be a 'SignedHeader'/,
    },
    {
      title: 'with an x-amz header that nobody signed',
      change: (wire) => {
        wire.headers['x-amz-target'] = 'AWSCognitoIdentityProviderService.AdminDeleteUser';
      },
      code: invalid,
      words: /'x-amz-target' must be a 'SignedHeader'/,
    },
    {
      title: 'with a second host',
      change: (wire) => void wire.repeatedHeaders.push('host'),
      code: invalid,
      words: /'host' came more than once/,
    },
    {
      title: 'with a second Authorization header',
      change: (wire) => void wire.repeatedHeaders.push('authorization'),
      code: invalid,
      words: /'authorization' came more than once/,
    },
    {
      title: 'with a second signature',
      change: edit((text) => text.replace('Signature=', `Signature=${'ab'.repeat(32)}, Signature=`)),
      code: 'IncompleteSignatureException',
      words: /once, not 'Signature'/,
    },
    {
      title: 'with a parameter that is none',
      change: edit((text) => `${text}, Expires=1`),
      code: 'IncompleteSignatureException',
      words: /once, not 'Expires'/,
    },
    {
      title: 'with a signature in the query besides',
      change: (wire) => wire.query.set('X-Amz-Signature', 'ab'.repeat(32)),
      code: invalid,
      words: /not in both/,
    },
    {
      title: 'with a signature in the query besides, in other letters,',
      change: (wire) => wire.query.set('x-amz-signature', 'ab'.repeat(32)),
      code: invalid,
      words: /not in both/,
    },
    {
      title: 'with other bytes that decode to the same text',
      signing: { query: { a: '\uFFFD' } },
      change: (wire) => {
        wire.queryString = 'a=%FF';
      },
      code: invalid,
      words: /a=%FF\n/,
    },
    {
      title: 'that claims to sign a header of every object',
      change: edit((text) => text.replace('host;', 'constructor;host;')),
      code: invalid,
    },
    { title: 'without a session token', signing: { sessionToken: undefined }, code: 'UnrecognizedClientException' },
    { title: 'with a foreign session token', signing: { sessionToken: 'other' }, code: 'UnrecognizedClientException' },
    {
      title: 'under an unknown access key',
      change: edit((text) => text.replace('Credential=ASIA', 'Credential=ASIB')),
      code: 'UnrecognizedClientException',
    },
    { title: 'with a bearer token', change: edit(() => 'Bearer abc'), code: 'IncompleteSignatureException' },
    {
      title: 'with another algorithm',
      change: edit((text) => text.replace('HMAC', 'RSA')),
      code: 'IncompleteSignatureException',
    },
    {
      title: 'without its signature',
      change: edit((text) => text.replace(/, Signature=.*/, '')),
      code: 'IncompleteSignatureException',
      words: /'Signature'/,
    },
    {
      title: 'with a fifth of its credential gone',
      change: edit((text) => text.replace('/aws4_request', '')),
      code: 'IncompleteSignatureException',
      words: /exactly 5/,
    },
    {
      title: 'without a date',
      change: (wire) => {
        delete wire.headers['x-amz-date'];
      },
      code: 'IncompleteSignatureException',
    },
    {
      title: 'with a date in another form',
      change: (wire) => {
        wire.headers['x-amz-date'] = '2026-11-03T07:09:05Z';
      },
      code: invalid,
    },
    {
      title: 'without a signature at all',
      change: (wire) => {
        delete wire.headers.authorization;
      },
      code: 'MissingAuthenticationTokenException',
      words: /^Missing Authentication Token$/,
    },
  ])('$title is refused', async ({ signing, change = () => undefined, code, words = /./ }) => {
    const place = newPlace();
    const wire = await signed(place, signing);
    change(wire);
    await expect(place.verifier.verify(wire, forApi)).rejects.toMatchObject({
      code,
      status: 403,
      message: expect.stringMatching(words),
    });
  });
});

function edit(change: (authorization: string) => string) {
  return (wire: Wire) => {
    wire.headers.authorization = change(wire.headers.authorization ?? '');
  };
}
