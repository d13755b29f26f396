import type { Random } from '../support/seeded-random.js';
import { mangled } from './hostile-packets.js';

const VALUES = [
  'null',
  '7',
  '"x"',
  '[]',
  '{}',
  'true',
  '""',
  '{"a":{"b":[null]}}',
  '1e999',
  '"\\ud800"',
  '"__proto__"',
];
const FIELDS = [
  'ClientId',
  'UserPoolId',
  'IdentityPoolId',
  'IdentityId',
  'Logins',
  'AuthFlow',
  'AuthParameters',
  'ChallengeName',
  'ChallengeResponses',
  'Session',
  'Username',
  'Password',
  'UserAttributes',
  'AccessToken',
  'Token',
  '__proto__',
];
const OPERATIONS = [
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'RevokeToken',
  'GlobalSignOut',
  'GetUser',
  'UpdateUserAttributes',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'ChangePassword',
  'DeleteUser',
  'AdminGetUser',
  'constructor',
];
const IDENTITY_OPERATIONS = [
  'GetId',
  'GetCredentialsForIdentity',
  'GetOpenIdToken',
  'DescribeIdentity',
  'DeleteIdentities',
  'toString',
];
const PATHS = [
  '/',
  '/%',
  '/%zz',
  '/%00',
  '//',
  '/../..',
  '/?a=%FF&a=1&__proto__=1',
  '/_sandbox',
  '/_sandbox/decisions?since=x',
  '/_sandbox/clock',
  '/_sandbox/faults',
  '/execute-api/',
  '/endpoint',
  '/target-policies/a%2Fb',
  '/things/%C0%80/shadow?name=',
  '/things/x/shadow',
  '/attached-policies/%',
  '/2015-03-31/functions/%25/invocations',
  '/login?client_id=x&redirect_uri=%',
  '/oauth2/token',
  '/x/.well-known/jwks.json',
  '/mqtt',
  '*',
  'http://[::1',
];
const HEADERS = [
  'x-amz-target: AWSCognitoIdentityService.',
  'authorization: AWS4-HMAC-SHA256',
  'authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=;;, Signature=x',
  'authorization: AWS4-HMAC-SHA256 Credential=,,,=',
  'authorization: Basic \xff',
  'x-amz-date: 99999999T999999Z',
  'x-amz-client-context: \xff\xfe',
  'content-type: application/json',
  'content-type: application/x-www-form-urlencoded; charset=\xff',
  'content-encoding: gzip',
  'cookie: =;;a=b=c;__proto__=1',
  'origin: \xe4\t',
  'host: b',
  'transfer-encoding: chunked',
  'upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-protocol: mqtt\r\nsec-websocket-key: x',
  'expect: 100-continue',
];

export function mangledRequest(random: Random): Buffer {
  const fields = Array.from({ length: random.below(6) }, () => `"${random.pick(FIELDS)}":${random.pick(VALUES)}`);
  const body = random.pick([
    `{${fields}}`,
    `{${fields}}`,
    `{${fields}}`,
    random.pick(VALUES),
    '{',
    '\xff\xfe',
    'a=b&a=%FF',
  ]);
  const target = random.pick([
    `AWSCognitoIdentityProviderService.${random.pick(OPERATIONS)}`,
    `AWSCognitoIdentityService.${random.pick(IDENTITY_OPERATIONS)}`,
  ]);
  const toService = random.below(2) === 0;
  const [method, path] = toService
    ? ['POST', '/']
    : [random.pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'x']), random.pick(PATHS)];
  const headers = ['host: 127.0.0.1', 'connection: close', `content-length: ${body.length}`];
  if (toService) headers.push(`x-amz-target: ${target}`, 'content-type: application/x-amz-json-1.1');
  for (let count = random.below(3); count > 0; count--) headers.push(random.pick(HEADERS));
  return mangledSometimes(
    random,
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
  );
}

function mangledSometimes(random: Random, whole: Buffer): Buffer {
  return random.below(4) === 0 ? mangled(random, whole) : whole;
}
